# The provider keeps children for a look inside: they go only with the workflow itself.
given stages=count keep ttl=60
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed; wakes in 1m0s | then the workflow is finished
when its time comes
then Succeeded 70 Completed: delete workflow | a finished workflow leaves nothing behind
then the workflow is gone
