# A quota refuses the Job that is to publish once more: the Workflow says so, and it is made when the quota relents.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish fails exit=1 code=42
then Failed 42 OutputsTooLarge: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when the API server refuses Refused
when publishing is asked for at 2026-11-23T13:00:00Z
then Failed 42 OutputsTooLarge; wakes in 10m0s | results that are kept are published again when asked for
then Failed 42 OutputsTooLarge; wakes in 10s | results that are kept are published again when asked for
when it relents
then Failed 42 OutputsTooLarge: create publish/2; wakes in 10s | results that are kept are published again when asked for
then Failed 42 OutputsTooLarge; wakes in 10m0s | results that are kept are published again when asked for
when publish succeeds
then Failed 42 OutputsTooLarge: delete children | a finished workflow leaves nothing behind
