# The consumer asked for one retry of his own code: it begins at once, and there is no third attempt.
given stages=count retries=1
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails exit=1
then Running 30 Running after AlgorithmFailed: the algorithm exited with code 1: see its log: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after AlgorithmFailed: the algorithm exited with code 1: see its log; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails exit=1
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 AlgorithmFailed: delete children | then the workflow is finished
