# A stop while results are published: publishing goes on, and the run is called stopped all the same.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish starts
when stop is set
then Publishing 60 Running stopreq=1; wakes in 6h0m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
