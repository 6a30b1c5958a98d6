# It is stopped while it is held: nothing of it ever existed.
given stages=count suspended
when it shows Suspended
when stop is set
then Stopped 70 Stopped stopreq=1
then conditions Admitted=False/Stopped Configured=False/Stopped AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Skipped Stopped, algorithm(count) Skipped Stopped, publish Skipped Skipped
then made nothing
then left workflow
