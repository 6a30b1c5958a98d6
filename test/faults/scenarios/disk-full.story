# The kubelet evicts the algorithm for the disk that it filled itself.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=137 pod=Evicted
when publish succeeds
then Failed 42 DiskFull
then conditions Admitted=True Configured=True AlgorithmCompleted=False/DiskFull Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 exit=137 DiskFull, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
