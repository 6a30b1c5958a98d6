# The algorithm fills the volume and fails of it: publish finds the volume full, which no exit code tells.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails exit=1
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds full
then Failed 42 DiskFull: delete children | then the workflow is finished
