# The second stage reads what the first one has left.
given stages=clean,train chained
when configure succeeds
when algorithm(clean) succeeds
when algorithm(train) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(clean) Succeeded attempts=1 exit=0, algorithm(train) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(clean)/1 algorithm(train)/1 publish/1
then left workflow
