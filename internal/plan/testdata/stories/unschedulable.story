# No node takes the algorithm's pod: after the time to start is over, the logs are published.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) waits Unschedulable
then Running 30 Unschedulable; wakes in 10m0s | the stages' algorithms run one after the other
when its time comes
then Running 30 Unschedulable: end algorithm(count)/1 | the stages' algorithms run one after the other
when algorithm(count) is gone
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 21 Unschedulable: delete children | then the workflow is finished
