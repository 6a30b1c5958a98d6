# Storage cannot be reached: publishing is tried again with growing pauses, then the results stay on the volume for a while.
given stages=count ttl=60
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish fails exit=1 code=62
then Publishing 60 PublishFailed; wakes in 5s | what there is, is published
when its time comes
then Publishing 60 Running after PublishFailed: as the program put it: create publish/2; wakes in 10m0s | what there is, is published
when publish fails exit=1 code=62
then Publishing 60 PublishFailed; wakes in 10s | what there is, is published
when its time comes
then Publishing 60 Running after PublishFailed: as the program put it: create publish/3; wakes in 10m0s | what there is, is published
when publish starts
when 1h pass
when publish fails exit=1 code=62
then Failed 62 PublishFailed: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when its time comes
then Failed 62 PublishFailed: delete children; wakes in 1m0s | a finished workflow leaves nothing behind
