# The backend hears of the start at once, which is written down together with the next change, and of the end. What the
# notices are made from goes when the last is accepted.
given stages=count notify
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice is accepted
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: send stop notice/1, delete children | then the workflow is finished
when the stop notice is accepted
then Succeeded 70 Completed: delete document | a finished workflow leaves nothing behind
