# The algorithm's node is drained, then a pod that is more important takes the place of its second one: new attempts begin
# when the old pod is gone.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) is drained
when 10m pass
when algorithm(count) starts
when algorithm(count) is preempted
when 10m pass
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=3 system=2 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 algorithm(count)/3 publish/1
then left workflow
