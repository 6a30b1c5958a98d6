# A stop of a finished workflow changes nothing, and when it is deleted then the provider's backend hears of its end all the same.
given stages=count notices
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
when it is finished
when stop is set
when the workflow is deleted
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then notices start, stop of 70 after a start that was delivered
then made configure/1 algorithm(count)/1 publish/1
then left nothing
