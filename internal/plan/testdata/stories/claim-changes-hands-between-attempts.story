# Between two attempts to fetch inputs the claim was deleted, and another workflow got the name.
given stages=count claim
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure starts
when configure fails disrupted exit=143
then Configuring 20 SystemFailure; wakes in 5s | inputs and code are fetched first
when the claim is another's
when its time comes
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 22 ClaimNotAllowed: delete children | then the workflow is finished
