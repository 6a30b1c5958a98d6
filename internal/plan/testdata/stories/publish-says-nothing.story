# Publish ends well but does not say what it published: it is tried again after a pause.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds silently
then Publishing 60 PublishFailed; wakes in 5s | what there is, is published
when its time comes
then Publishing 60 Running after PublishFailed: publish ended without saying what it published: create publish/2; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
