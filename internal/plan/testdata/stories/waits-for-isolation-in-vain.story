# A stop reaches a workflow that waits for isolation.
given stages=count isolation
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when isolation is broken
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when stop is set
then Stopped 70 Stopped stopreq=1 | then the workflow is finished
