# 410 ends a notice.
given stages=count notify ttl=0
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice finds nobody
then Configuring 20 Running; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: send stop notice/1, delete children | then the workflow is finished
when the stop notice finds nobody
then Succeeded 70 Completed: delete document, delete workflow | a finished workflow leaves nothing behind
then the workflow is gone
