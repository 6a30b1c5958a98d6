# Outputs of a stopped algorithm pass the filter before they leave; if the system ends the filter, it is tried again.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when stop is set
then Running 40 Stopped stopreq=1: end algorithm(count)/1 | the stages' algorithms run one after the other
when algorithm(count) fails exit=143
then Filtering 50 Running stopreq=1: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter fails disrupted
then Filtering 50 SystemFailure stopreq=1; wakes in 5s | the provider's filter sees outputs before they leave
when its time comes
then Filtering 50 Running stopreq=1 after SystemFailure: the cluster ended its pod: : create filter/2; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
