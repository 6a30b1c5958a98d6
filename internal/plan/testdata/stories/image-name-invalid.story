# An image whose name cannot be is not waited for.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) waits InvalidImageName
then Running 30 ImagePullFailed: end algorithm(count)/1 | the stages' algorithms run one after the other
when algorithm(count) is gone
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 11 ImagePullFailed: delete children | then the workflow is finished
