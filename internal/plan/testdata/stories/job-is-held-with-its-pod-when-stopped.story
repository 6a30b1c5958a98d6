# Somebody deletes the algorithm's Job, and a finalizer keeps the Job and so the pod, which no stop reaches any more: it is ended
# like one without a Job. Its node does not answer either, and the stop comes to its end nevertheless.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is orphaned
then Running 40 Running: delete orphans | the stages' algorithms run one after the other
when stop is set
then Running 40 Stopped stopreq=1 | the stages' algorithms run one after the other
when algorithm(count) is leaving
when its time comes
then Stopped 70 Stopped stopreq=1: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
