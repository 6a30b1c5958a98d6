# Somebody deletes the algorithm's Job before its pod starts, and it is made anew; then with --cascade=orphan while it runs: its
# pod is ended, and only then a new attempt begins.
given stages=count
when configure succeeds
when the job of algorithm(count) is deleted unstarted
when algorithm(count) starts
when the job of algorithm(count) is deleted without its pod
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=2 system=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/1 algorithm(count)/2 publish/1
then left workflow
