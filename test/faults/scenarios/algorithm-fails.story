# The consumer's code fails: its outputs so far and its log are published all the same.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=3
when publish succeeds
then Failed 41 AlgorithmFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=False/AlgorithmFailed Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 exit=3 AlgorithmFailed, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
