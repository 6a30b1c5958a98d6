# Somebody deletes the algorithm's Job before it runs, and a finalizer of somebody else's keeps it from going: it makes no pod
# any more, and after the time of a lost node a new attempt begins.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) is held
when its time comes
then Running 30 Running after SystemFailure: its Job was deleted before it ran, and a finalizer keeps the Job from going: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after SystemFailure: its Job was deleted before it ran, and a finalizer keeps the Job from going; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
