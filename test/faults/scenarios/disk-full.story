# The kubelet evicts the algorithm for the disk that it filled itself; tried again, it fills the volume and fails of that, which
# publish finds.
given stages=count retries=1
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=137 pod=Evicted
when algorithm(count) fails exit=1
when publish succeeds full
then Failed 42 DiskFull
then conditions Admitted=True Configured=True AlgorithmCompleted=False/AlgorithmFailed Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=2 exit=1 AlgorithmFailed, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 publish/1
then left workflow
