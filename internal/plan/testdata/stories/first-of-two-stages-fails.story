# The first stage fails: the second never begins, and what the first left is filtered and published.
given stages=clean,train filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(clean)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(clean) fails exit=1
then Filtering 50 Running: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 AlgorithmFailed: delete children | then the workflow is finished
