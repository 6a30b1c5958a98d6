# No node takes the pod of configure until its time to start is over: nothing ran, so there is nothing to publish.
given stages=count unplaced
when configure waits Unschedulable
when it shows Unschedulable
when 31m pass
then Failed 21 Unschedulable
then conditions Admitted=True Configured=False/Unschedulable AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Failed attempts=1 Unschedulable, algorithm(count) Skipped Skipped, publish Skipped Skipped
then made configure/1
then left workflow
