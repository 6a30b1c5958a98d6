# Somebody deletes the algorithm's pod, which is told to end and does: that is not the algorithm's failure.
given stages=count retries=0
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is leaving
when algorithm(count) fails deleted exit=143
then Running 40 SystemFailure; wakes in 5s | the stages' algorithms run one after the other
when its time comes
then Running 30 Running after SystemFailure: its pod was deleted while it ran: create algorithm(count)/2; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running after SystemFailure: its pod was deleted while it ran; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
