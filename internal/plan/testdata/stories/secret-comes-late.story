# The job's secret cannot be read for a while. When it can, the start goes before the stop.
given stages=count notify
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice cannot be sent
then Configuring 20 Running; wakes in 5.2s | inputs and code are fetched first
when configure fails exit=1 code=31
then Publishing 60 Running: create publish/1; wakes in 5.2s | what there is, is published
when 2s pass
when publish succeeds
then Failed 31 InputFailed: send start notice/2, delete children | then the workflow is finished
when the start notice cannot be sent
then Failed 31 InputFailed; wakes in 9.5s | a finished workflow leaves nothing behind
when its time comes
then Failed 31 InputFailed: send start notice/3 | a finished workflow leaves nothing behind
when the start notice is accepted
then Failed 31 InputFailed: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice is accepted
then Failed 31 InputFailed: delete document | a finished workflow leaves nothing behind
