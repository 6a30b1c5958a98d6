# The code cannot be fetched: the algorithm never runs, the logs are published.
given stages=count
when configure fails exit=1 code=32
when publish succeeds
then Failed 32 AlgorithmFetchFailed
then conditions Admitted=True Configured=False/AlgorithmFetchFailed AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=True
then steps configure Failed attempts=1 exit=1 AlgorithmFetchFailed, algorithm(count) Skipped Skipped, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 publish/1
then left workflow
