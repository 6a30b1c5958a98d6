# Configure's Job is deleted after its time to start: the next one gets a time to start of its own.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure starts
when 1h pass
when configure is leaving
then Configuring 20 Running; wakes in 10m0s | inputs and code are fetched first
when configure vanishes
then Configuring 20 Running after SystemFailure: while it ran its Job or pod was deleted, or its Job suspended: create configure/2; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
