# It is stopped while the algorithm runs: what there is passes the filter and is published. The provider's
# backend hears of it.
given stages=count filter notices
when configure succeeds
when algorithm(count) starts
when stop is set
when filter succeeds
when publish succeeds
then Stopped 70 Stopped stopreq=1
then conditions Admitted=True Configured=True AlgorithmCompleted=False/Stopped Filtered=True Published=True StartNotified=True/Delivered StopNotified=True/Delivered
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Stopped attempts=1 Stopped, filter Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then notices start, stop of 70 after a start that was delivered
then made configure/1 algorithm(count)/1 filter/1 publish/1
then left workflow
