# Somebody asks for the results of a run that was given up. They are published, outputs included, when nothing can write to
# them any more: when the node has come back and the pod is gone.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is leaving
when its time comes
then Failed 41 NodeLost: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when publishing is asked for at 2026-11-23T15:00:00Z
when algorithm(count)'s job 1 is gone
then Failed 41 NodeLost: create publish/1; wakes in 10m0s | results that are kept are published again when asked for
when publish succeeds
then Failed 41 NodeLost: delete children | a finished workflow leaves nothing behind
