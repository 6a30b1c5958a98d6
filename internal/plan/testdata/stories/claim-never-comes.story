# The claim that an input names is never made.
given stages=count claim=gone
then Configuring 20 InputFailed; wakes in 10s | inputs and code are fetched first
when 5m pass
when its time comes
when 5m pass
then Failed 31 InputFailed | then the workflow is finished
