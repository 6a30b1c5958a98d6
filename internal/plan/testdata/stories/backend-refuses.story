# What the backend refuses never begins, and its end is not told.
given stages=count notify required
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
when the start notice is refused
then Failed 22 RefusedByBackend: delete children, delete document | where the provider's backend must agree, a workflow waits for it
