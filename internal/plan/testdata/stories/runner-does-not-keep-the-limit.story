# The operator stands behind runner: at the exact moment it takes the Job away.
given stages=count
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
when its time comes
then Running 40 DeadlineExceeded stopreq=2: end algorithm(count)/1 | the stages' algorithms run one after the other
when algorithm(count) is gone
then Publishing 60 Running stopreq=2: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 41 DeadlineExceeded stopreq=2: delete children | then the workflow is finished
