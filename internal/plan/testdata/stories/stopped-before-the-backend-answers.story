# The backend has the start and has not answered yet: only its answer tells whether it is to be told of the end.
given stages=count notify required
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
when stop is set
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
when the start notice is accepted
then Stopped 70 Stopped stopreq=1: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice is accepted
then Stopped 70 Stopped stopreq=1: delete document | a finished workflow leaves nothing behind
