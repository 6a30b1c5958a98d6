# Where nothing else changes, that the start notice was accepted is written down a little later.
given stages=count notify=start
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice is accepted
when its time comes
then Configuring 20 Running; wakes in 9m50s | inputs and code are fetched first
