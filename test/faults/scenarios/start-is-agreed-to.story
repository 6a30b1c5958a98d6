# The provider's backend must agree. It does, but its answers are lost for a while: it hears of the same start again.
given stages=count notices required receiver=lost
when the start notice fails
when the receiver accepts
when 1m pass
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True StartNotified=True/Delivered StopNotified=True/Delivered
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then notices start, stop of 70
then made configure/1 algorithm(count)/1 publish/1
then left workflow
