# The backend cannot be reached, then answers with an error, and at last takes first the one and then the other: nothing waits
# for it, and nothing is lost.
given stages=count notices receiver=down
when the start notice fails
when the receiver answers 500
when 1m pass
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
when the stop notice fails
when the receiver accepts starts
when 3h pass
when the start notice is accepted
when the receiver accepts
when 3h pass
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True StartNotified=True/Delivered StopNotified=True/Delivered
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then notices start, stop of 70
then made configure/1 algorithm(count)/1 publish/1
then left workflow
