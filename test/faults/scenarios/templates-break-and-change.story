# The provider breaks a template while it runs: the last good one stays in use. Then he mends and changes it: what is made
# later is made from that.
given stages=clean,train
when configure starts
when the templates break
when configure succeeds
when algorithm(clean) starts
when the templates change
when algorithm(clean) succeeds
when algorithm(train) is made from the changed templates
when algorithm(train) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(clean) Succeeded attempts=1 exit=0, algorithm(train) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(clean)/1 algorithm(train)/1 publish/1
then left workflow
