# The system fails every attempt: after three further ones, with growing pauses, the step has failed.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) fails disrupted
then Running 40 SystemFailure; wakes in 5s | the stages' algorithms run one after the other
when its time comes
then Running 30 Running after SystemFailure: the cluster ended its pod: : create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) fails disrupted
then Running 40 SystemFailure; wakes in 10s | the stages' algorithms run one after the other
when its time comes
then Running 30 Running after SystemFailure: the cluster ended its pod: : create algorithm(count)/3; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) fails disrupted
then Running 40 SystemFailure; wakes in 20s | the stages' algorithms run one after the other
when its time comes
then Running 30 Running after SystemFailure: the cluster ended its pod: : create algorithm(count)/4; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) fails disrupted
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 SystemFailure: delete children | then the workflow is finished
