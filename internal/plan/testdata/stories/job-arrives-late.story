# Somebody deleted the algorithm's Job when it was stopped, and with it its name; an operator that was replaced had asked for
# that Job, and the API server took it only now. Nothing goes on until its pod is gone.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when stop is set
then Running 40 Stopped stopreq=1: end algorithm(count)/1 | the stages' algorithms run one after the other
when algorithm(count) vanishes
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish starts
when algorithm(count)'s job 1 arrives late
then Publishing 60 Running stopreq=1: end algorithm(count)/1 | a Job that no record stands for goes before anything else happens
when publish succeeds
when the late job is gone
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
