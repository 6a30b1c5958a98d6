# The algorithm does not end at its time limit, and runner is no help: the operator ends it.
given stages=count
when configure succeeds
when algorithm(count) starts
when 2h pass
when publish succeeds
then Failed 41 DeadlineExceeded stopreq=2
then conditions Admitted=True Configured=True AlgorithmCompleted=False/DeadlineExceeded Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 DeadlineExceeded, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
