# What the filter rejects does not leave; only logs are published.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Filtering 50 Running: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter fails exit=1
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 50 FilterFailed: delete children | then the workflow is finished
