# Where the backend must agree, nothing runs before it has.
given stages=count notify required
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
when the start notice fails
then Pending 1 WaitingForBackend; wakes in 5.2s | where the provider's backend must agree, a workflow waits for it
when its time comes
then Pending 1 WaitingForBackend: send start notice/2 | where the provider's backend must agree, a workflow waits for it
when the start notice is accepted
then Configuring 20 Running: create configure/1; wakes in 10m0s | inputs and code are fetched first
