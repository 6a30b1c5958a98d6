# Publish's own image cannot be pulled: its pod is taken away and the next attempt begins after a pause.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish waits ImagePullBackOff
then Publishing 60 ImagePullFailed; wakes in 10m0s | what there is, is published
when its time comes
then Publishing 60 ImagePullFailed: end publish/1 | what there is, is published
when publish is gone
then Publishing 60 ImagePullFailed; wakes in 5s | what there is, is published
when its time comes
then Publishing 60 Running after ImagePullFailed: the image could not be pulled: as the kubelet put it: create publish/2; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
