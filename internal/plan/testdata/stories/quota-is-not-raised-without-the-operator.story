# A quota refuses the Job, and when its time to start is over an operator takes over that has heard of no refusal itself.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when the API server refuses Refused
when configure succeeds
then Running 30 Running; wakes in 10m0s | the stages' algorithms run one after the other
then Running 30 Refused; wakes in 10s | the stages' algorithms run one after the other
when 10m pass without the operator
then Publishing 60 Running; wakes in 10m0s | what there is, is published
then Publishing 60 Refused; wakes in 10s | what there is, is published
when it relents
then Publishing 60 Refused: create publish/1; wakes in 10s | what there is, is published
then Publishing 60 Running; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 22 Refused: delete children | then the workflow is finished
