# A quota refuses the Job for a while.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when the API server refuses Refused
when configure succeeds
then Running 30 Running; wakes in 10m0s | the stages' algorithms run one after the other
then Running 30 Refused; wakes in 10s | the stages' algorithms run one after the other
when 1m pass
when it relents
then Running 30 Refused: create algorithm(count)/1; wakes in 10s | the stages' algorithms run one after the other
then Running 30 Running; wakes in 9m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
