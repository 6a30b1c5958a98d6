# The consumer's code fails as often as he asked for it to be tried.
given stages=count retries=1
when configure succeeds
when algorithm(count) fails exit=1
when algorithm(count) fails exit=1
when publish succeeds
then Failed 41 AlgorithmFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=False/AlgorithmFailed Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=2 exit=1 AlgorithmFailed, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 publish/1
then left workflow
