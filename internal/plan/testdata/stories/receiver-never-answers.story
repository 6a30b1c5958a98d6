# A notice is given up after a day, and only then is nothing left of the workflow.
given stages=count notify=stop ttl=60
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: send stop notice/1, delete children | then the workflow is finished
when the stop notice fails
then Succeeded 70 Completed; wakes in 4.65s | a finished workflow leaves nothing behind
when 25h pass
then Succeeded 70 Completed: delete document; wakes in 1m0s | a finished workflow leaves nothing behind
