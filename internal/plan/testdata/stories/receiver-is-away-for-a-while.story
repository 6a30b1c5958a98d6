# Nothing waits for a receiver that is away. The start notice is tried again before every attempt at the stop notice.
given stages=count notify ttl=60
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice fails
then Configuring 20 Running; wakes in 5.2s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 5.2s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 5.2s | what there is, is published
when 2s pass
when publish succeeds
then Succeeded 70 Completed: send start notice/2, delete children | then the workflow is finished
when the start notice fails
then Succeeded 70 Completed: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice fails retry=2m
then Succeeded 70 Completed; wakes in 9.5s | a finished workflow leaves nothing behind
when its time comes
then Succeeded 70 Completed: send start notice/3 | a finished workflow leaves nothing behind
when the start notice fails
then Succeeded 70 Completed; wakes in 17.2s | a finished workflow leaves nothing behind
when 2m pass
then Succeeded 70 Completed: send start notice/4 | a finished workflow leaves nothing behind
when the start notice is accepted
then Succeeded 70 Completed: send stop notice/2 | a finished workflow leaves nothing behind
when the stop notice is accepted
then Succeeded 70 Completed: delete document; wakes in 1m0s | a finished workflow leaves nothing behind
