# The volume is not provided until the time to start is over: nothing ran, so there is nothing to publish.
given stages=count unplaced
when configure waits VolumeNotBound
when it shows VolumeFailed
when 31m pass
then Failed 21 VolumeFailed
then conditions Admitted=True Configured=False/VolumeFailed AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Failed attempts=1 VolumeFailed, algorithm(count) Skipped Skipped, publish Skipped Skipped
then made configure/1
then left workflow
