# The algorithm fails, is killed, and may not be executed: the consumer asked for three retries, and the last one works.
given stages=count retries=3
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=1
when algorithm(count) fails exit=139
when algorithm(count) fails exit=126
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=4 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 algorithm(count)/3 algorithm(count)/4 publish/1
then left workflow
