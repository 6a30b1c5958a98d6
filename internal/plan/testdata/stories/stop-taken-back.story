# A stop is final once it was seen: taking it back changes nothing, and the second stage never begins.
given stages=clean,train
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(clean)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(clean) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when stop is set
then Running 40 Stopped stopreq=1: end algorithm(clean)/1 | the stages' algorithms run one after the other
when stop is taken back
when algorithm(clean) is gone
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
