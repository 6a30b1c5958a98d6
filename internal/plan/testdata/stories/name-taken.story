# An object of ours is somebody else's: the run ends, and nothing of theirs is touched.
given stages=count taken
then Configuring 20 Running: create children; wakes in 10m0s | inputs and code are fetched first
then Failed 22 NameTaken: delete children | then the workflow is finished
