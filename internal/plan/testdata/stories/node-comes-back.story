# The pod of a node that was lost for a while is gone in the end: that was the system's failure, and the step is tried again.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is leaving
when 5m pass
when algorithm(count) is gone
then Running 30 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
