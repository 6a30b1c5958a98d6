# The ordinary case: one stage, no filter, everything ends well.
given stages=count ttl=3600
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure starts
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish starts
when publish succeeds
then Succeeded 70 Completed: delete children; wakes in 1h0m0s | then the workflow is finished
when its time comes
then Succeeded 70 Completed: delete workflow | a finished workflow leaves nothing behind
then the workflow is gone
