# What gets the name of a claim that is waited for is another workflow's volume.
given stages=count claim=gone
then Configuring 20 InputFailed; wakes in 10s | inputs and code are fetched first
when 1m pass
when the claim is another's
then Failed 22 ClaimNotAllowed | then the workflow is finished
