# Results are published when that is asked for, long after the end: the Workflow says where they are for its whole TTL.
given stages=count ttl=3600
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish fails exit=1 code=42
then Failed 42 OutputsTooLarge: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when 10h pass
when publishing is asked for at 2026-11-23T23:00:00Z
then Failed 42 OutputsTooLarge: create publish/2; wakes in 10m0s | results that are kept are published again when asked for
when publish succeeds
then Failed 42 OutputsTooLarge: delete children; wakes in 1h0m0s | a finished workflow leaves nothing behind
when its time comes
then Failed 42 OutputsTooLarge: delete workflow | a finished workflow leaves nothing behind
then the workflow is gone
