# The storage is back after the run has failed, and somebody asks for the results, which are still there.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=62
when it shows PublishFailed
when 61m pass
when it is finished
when publishing is asked for
when publish succeeds
then Failed 62 PublishFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=2 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1 publish/2
then left workflow
