# The ordinary case: one stage, no filter, everything ends well, and the provider's backend hears of start and end.
given stages=count notices
when configure succeeds
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True StartNotified=True/Delivered StopNotified=True/Delivered
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then notices start, stop of 70 after a start that was delivered
then made configure/1 algorithm(count)/1 publish/1
then left workflow
