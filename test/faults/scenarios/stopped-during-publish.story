# It is stopped while it publishes: that goes on.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) succeeds
when publish starts
when stop is set
when publish succeeds
then Stopped 70 Stopped stopreq=1
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
