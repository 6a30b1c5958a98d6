# Somebody deletes the algorithm's Job while it runs: a new attempt begins, with clean outputs.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) vanishes
then Running 30 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
