# It is stopped while the provider's filter runs: no outputs leave unfiltered, the logs do.
given stages=count filter
when configure succeeds
when algorithm(count) succeeds
when filter starts
when stop is set
when publish succeeds
then Stopped 70 Stopped stopreq=1
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=False/Stopped Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, filter Stopped attempts=1 Stopped, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 filter/1 publish/1
then left workflow
