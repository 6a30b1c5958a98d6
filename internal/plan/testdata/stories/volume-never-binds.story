# The volume is never provided: nothing ran, so there is nothing to publish.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure waits VolumeNotBound
then Configuring 20 VolumeFailed; wakes in 10m0s | inputs and code are fetched first
when its time comes
then Configuring 20 VolumeFailed: end configure/1 | inputs and code are fetched first
when configure is gone
then Failed 21 VolumeFailed: delete children | then the workflow is finished
