# The cluster ends the algorithm's pod every time: in the end the run is given up. The provider allows for one retry.
given stages=count system=1
when configure succeeds
when algorithm(count) is evicted
when it shows SystemFailure
when 10s pass
when algorithm(count) is evicted
when publish succeeds
then Failed 41 SystemFailure
then conditions Admitted=True Configured=True AlgorithmCompleted=False/SystemFailure Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=2 system=2 exit=137 SystemFailure, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 publish/1
then left workflow
