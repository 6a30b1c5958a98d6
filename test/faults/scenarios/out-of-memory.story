# The algorithm needs more memory than it asked for, also when it is tried again.
given stages=count filter retries=1
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=137 reason=OOMKilled
when algorithm(count) fails exit=137 reason=OOMKilled
when filter succeeds
when publish succeeds
then Failed 41 OOMKilled
then conditions Admitted=True Configured=True AlgorithmCompleted=False/OOMKilled Filtered=True Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=2 exit=137 OOMKilled, filter Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 algorithm(count)/2 filter/1 publish/1
then left workflow
