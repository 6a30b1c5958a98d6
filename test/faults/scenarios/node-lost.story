# The algorithm's node cannot be reached: its pod may still run, so there is never a second one. In the end the run is
# given up; when the node is back the pod goes.
given stages=count maxtime=2592000
when configure succeeds
when algorithm(count) starts
when the node of algorithm(count) is lost
when 101h pass
when it is finished
when the node is back
then Failed 41 NodeLost
then conditions Admitted=True Configured=True AlgorithmCompleted=False/NodeLost Filtered=True/NotConfigured Published=False/NodeLost
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 NodeLost, publish Skipped NodeLost
then made configure/1 algorithm(count)/1
then left 2 claims, document, secret, workflow
