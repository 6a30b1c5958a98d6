# Loopback is refused where a probe got out.
given stages=count network=Loopback isolation=warn
then Pending 1 NotIsolated | a workflow waits until algorithms are kept off the network
when isolation is broken
then Failed 22 NetworkNotAllowed | a workflow that asks for what it may not have never begins
