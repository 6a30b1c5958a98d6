# A start that could not be sent is none: the stop does not go before it. Both have their time, and then are given up.
given stages=count notify
then Configuring 20 Running: create children, create configure/1, send start notice/1; wakes in 10m0s | inputs and code are fetched first
when the start notice cannot be sent
then Configuring 20 Running; wakes in 5.2s | inputs and code are fetched first
when stop is set
then Configuring 20 Stopped stopreq=1: end configure/1; wakes in 5.2s | inputs and code are fetched first
when configure is gone
then Stopped 70 Stopped stopreq=1: delete children; wakes in 5.2s | then the workflow is finished
when its time comes
then Stopped 70 Stopped stopreq=1: send start notice/2 | a finished workflow leaves nothing behind
when the start notice cannot be sent
then Stopped 70 Stopped stopreq=1; wakes in 9.5s | a finished workflow leaves nothing behind
when 24h pass
then Stopped 70 Stopped stopreq=1: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice cannot be sent
then Stopped 70 Stopped stopreq=1: delete document | a finished workflow leaves nothing behind
