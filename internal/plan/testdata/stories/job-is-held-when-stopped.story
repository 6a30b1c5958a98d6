# A stop finds a Job that is held: the step closes without it, and what there is, is published.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is held
when stop is set
then Running 40 Stopped stopreq=1; wakes in 10m0s | the stages' algorithms run one after the other
when its time comes
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
