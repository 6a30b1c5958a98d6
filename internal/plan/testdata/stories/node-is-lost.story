# The node of the algorithm's pod cannot be reached: there is never a second pod, and what it wrote stays for a while.
given stages=count ttl=60
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) is leaving
when its time comes
then Failed 41 NodeLost: delete children but volumes; wakes in 24h0m0s | then the workflow is finished
when its time comes
then Failed 41 NodeLost: delete children; wakes in 1m0s | a finished workflow leaves nothing behind
