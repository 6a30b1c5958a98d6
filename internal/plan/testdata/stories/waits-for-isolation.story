# Where the provider requires isolation, nothing begins until it is proven; what runs goes on when it is not any more.
given stages=count isolation max=1 running=1
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when isolation is broken
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when isolation is proven
then Pending 1 Queued position=1 | a workflow waits for its turn
when 0 workflows run
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when isolation is broken
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
