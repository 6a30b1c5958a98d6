# The algorithm's code cannot be fetched: it never runs, the logs are published.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure fails exit=1 code=32
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 32 AlgorithmFetchFailed: delete children | then the workflow is finished
