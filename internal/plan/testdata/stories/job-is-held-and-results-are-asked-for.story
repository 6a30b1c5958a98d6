# A Job that a finalizer of somebody else's still keeps writes nothing any more: results that could not be published are published
# when somebody asks for it.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) is held
when its time comes
then Running 30 Running after SystemFailure: its Job was deleted before it ran, and a finalizer keeps the Job from going: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish starts
when 1h pass
when publish fails exit=1 code=62
then Failed 62 PublishFailed: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when publishing is asked for at 2026-11-23T15:00:00Z
then Failed 62 PublishFailed: create publish/2; wakes in 10m0s | results that are kept are published again when asked for
when publish succeeds
then Failed 62 PublishFailed: delete children | a finished workflow leaves nothing behind
