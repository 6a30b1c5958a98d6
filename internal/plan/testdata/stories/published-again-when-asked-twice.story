# Publishing is asked for once more while it is under way because it was asked for: when that fails too, it begins at once.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish fails exit=1 code=42
then Failed 42 OutputsTooLarge: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when publishing is asked for at 2026-11-23T13:00:00Z
then Failed 42 OutputsTooLarge: create publish/2; wakes in 10m0s | results that are kept are published again when asked for
when publishing is asked for at 2026-11-23T14:00:00Z
when publish fails exit=1 code=42
then Failed 42 OutputsTooLarge: create publish/3; wakes in 10m0s | results that are kept are published again when asked for
when publish succeeds
then Failed 42 OutputsTooLarge: delete children | a finished workflow leaves nothing behind
