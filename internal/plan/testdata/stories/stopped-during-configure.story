# A stop while inputs are fetched: nothing was computed, so only the logs are published.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure starts
when stop is set
then Configuring 20 Stopped stopreq=1: end configure/1 | inputs and code are fetched first
when configure is gone
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
