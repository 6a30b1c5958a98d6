# What is refused is told all the same: the notices are made from a document that was made before the volumes.
given stages=count notify taken
then Configuring 20 Running: create children, send start notice/1; wakes in 10m0s | inputs and code are fetched first
then Failed 22 NameTaken: delete children | then the workflow is finished
when the start notice is accepted
then Failed 22 NameTaken: send stop notice/1 | a finished workflow leaves nothing behind
when the stop notice is accepted
then Failed 22 NameTaken: delete document | a finished workflow leaves nothing behind
