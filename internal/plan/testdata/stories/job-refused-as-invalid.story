# The API server will never take the algorithm's Job: the run ends at once, and the logs are published.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when the API server refuses Invalid for good
when configure succeeds
then Running 30 Running; wakes in 10m0s | the stages' algorithms run one after the other
then Publishing 60 Running; wakes in 10m0s | what there is, is published
then Publishing 60 Invalid; wakes in 5s | what there is, is published
when it relents
when 5s pass
then Publishing 60 Running after Invalid: as the server put it: create publish/2; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 22 Invalid: delete children | then the workflow is finished
