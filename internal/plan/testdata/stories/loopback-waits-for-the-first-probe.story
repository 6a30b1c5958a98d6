# Whether Loopback can be given is known when the first probes have ended, and not refused before.
given stages=count network=Loopback isolation=warn
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when isolation is proven
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
