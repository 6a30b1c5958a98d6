# The backend may have taken the start that it did not answer, so it is told of the end.
given stages=count notify required
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
when the start notice fails
then Pending 1 WaitingForBackend; wakes in 5.2s | where the provider's backend must agree, a workflow waits for it
when 2s pass
when stop is set
then Stopped 70 Stopped stopreq=1: send start notice/2, delete children | then the workflow is finished
when the start notice fails
then Stopped 70 Stopped stopreq=1: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice is accepted
then Stopped 70 Stopped stopreq=1: delete document | a finished workflow leaves nothing behind
