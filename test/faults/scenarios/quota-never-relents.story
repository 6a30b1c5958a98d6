# A quota lets no Job in until the time to start is over: nothing ran, so there is nothing to publish.
given stages=count quota
when it shows Refused
when 31m pass
then Failed 22 Refused
then conditions Admitted=True Configured=False/Refused AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Failed attempts=1 Refused, algorithm(count) Skipped Skipped, publish Skipped Skipped
then made nothing
then left workflow
