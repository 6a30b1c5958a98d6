# The container cannot be started: no code of the consumer's ran, so there is nothing for the filter to see.
given stages=count filter retries=2
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) fails exit=128 reason=StartError
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 22 ContainerCreationFailed: delete children | then the workflow is finished
