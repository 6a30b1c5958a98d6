# The operator was away and the Job ended itself: its pod is gone, and what it left is filtered and published.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when algorithm(count) fails job=DeadlineExceeded
then Filtering 50 Running stopreq=2: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds
then Publishing 60 Running stopreq=2: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 DeadlineExceeded stopreq=2: delete children | then the workflow is finished
