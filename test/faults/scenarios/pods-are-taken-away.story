# The algorithm's pod is evicted, drained, preempted, and deleted by hand before and while it runs: each time a new attempt
# begins when the old pod is gone, and none counts as the consumer's.
given stages=count system=5
when configure succeeds
when algorithm(count) starts
when algorithm(count) is evicted
when 10m pass
when algorithm(count) starts
when algorithm(count) is drained
when 10m pass
when algorithm(count) starts
when algorithm(count) is preempted
when 10m pass
when algorithm(count) is deleted unstarted
when 10m pass
when algorithm(count) starts
when algorithm(count) is deleted
when 10m pass
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=6 system=5 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 algorithm(count)/3 algorithm(count)/4 algorithm(count)/5 algorithm(count)/6 publish/1
then left workflow
