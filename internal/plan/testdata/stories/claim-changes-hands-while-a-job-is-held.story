# While a finalizer kept configure's deleted Job from going, the claim was deleted and another workflow got the name.
given stages=count claim
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure is held
when the claim is another's
when its time comes
then Failed 22 ClaimNotAllowed: delete children | then the workflow is finished
