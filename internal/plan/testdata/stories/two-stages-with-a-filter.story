# Stages run one after the other; the filter sees the outputs before they leave.
given stages=clean,train filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(clean)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(clean) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(clean) succeeds
then Running 30 Running: create algorithm(train)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(train) succeeds
then Filtering 50 Running: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter starts
when filter succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
