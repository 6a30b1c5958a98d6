# The provider's filter rejects the outputs: only the logs are published.
given stages=count filter
when configure succeeds
when algorithm(count) succeeds
when filter fails exit=1
when publish succeeds
then Failed 50 FilterFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=False/FilterFailed Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, filter Failed attempts=1 exit=1 FilterFailed, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 filter/1 publish/1
then left workflow
