# The claim that an input names is made after the workflow: until then nothing of the run exists that could mount another by that name.
given stages=count claim=gone
then Configuring 20 InputFailed; wakes in 10s | inputs and code are fetched first
when 1m pass
when the claim is there
then Configuring 20 InputFailed: create children, create configure/1; wakes in 9m0s | inputs and code are fetched first
then Configuring 20 Running; wakes in 9m0s | inputs and code are fetched first
when configure starts
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
