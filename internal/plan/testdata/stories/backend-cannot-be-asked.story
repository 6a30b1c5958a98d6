# A quota keeps what the start notice is made from: that is told in the quota's words, for as long as a start may take.
given stages=count notify required suspended
then Pending 1 Suspended | a suspended workflow waits
when the API server refuses Refused
when suspend is lifted
then Pending 1 WaitingForBackend: create children, send start notice/1 | where the provider's backend must agree, a workflow waits for it
then Pending 1 Refused; wakes in 10s | where the provider's backend must agree, a workflow waits for it
when 10m pass
then Failed 22 Refused: delete children; wakes in 10s | where the provider's backend must agree, a workflow waits for it
