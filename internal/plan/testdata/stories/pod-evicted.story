# The system ended the algorithm's pod: it is tried again by itself, after a pause, and the consumer's retries are not used up.
given stages=count retries=0
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails disrupted pod=Evicted
then Running 40 SystemFailure; wakes in 5s | the stages' algorithms run one after the other
when its time comes
then Running 30 Running after SystemFailure: the cluster ended its pod: Evicted: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after SystemFailure: the cluster ended its pod: Evicted; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails exit=1
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 AlgorithmFailed: delete children | then the workflow is finished
