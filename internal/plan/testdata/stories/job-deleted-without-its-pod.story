# Somebody deletes the algorithm's Job with --cascade=orphan: its pod is ended, and only then a new attempt begins.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is orphaned
then Running 40 Running: delete orphans | the stages' algorithms run one after the other
when algorithm(count) is gone
then Running 30 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
