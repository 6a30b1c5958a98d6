# Runner ends the algorithm at its time limit.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=124 ran=1h
when publish succeeds
then Failed 41 DeadlineExceeded stopreq=2
then conditions Admitted=True Configured=True AlgorithmCompleted=False/DeadlineExceeded Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 exit=124 DeadlineExceeded, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
