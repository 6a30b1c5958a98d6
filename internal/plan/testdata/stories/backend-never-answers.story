# A backend that does not answer for a day is taken for one that refuses; it may have taken the start, so it is told of the end.
given stages=count notify required
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
when the start notice fails
then Pending 1 WaitingForBackend; wakes in 5.2s | where the provider's backend must agree, a workflow waits for it
when 25h pass
then Failed 22 RefusedByBackend: send stop notice/1, delete children | where the provider's backend must agree, a workflow waits for it
