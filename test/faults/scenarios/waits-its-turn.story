# As many workflows run as may: it waits for the older one to end, and a younger one waits behind it.
given stages=count max=1 older=1 younger=1
when it shows Queued
when older-1 is stopped
when configure succeeds
when algorithm(count) starts
when younger-1 is stopped
when algorithm(count) succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then admitted older-1, word-count
then made configure/1 algorithm(count)/1 publish/1
then left 3 workflows
