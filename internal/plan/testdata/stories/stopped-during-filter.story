# A stop while the filter runs: what it did not pass does not leave, so only the logs are published.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Filtering 50 Running: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter starts
when stop is set
then Filtering 50 Stopped stopreq=1: end filter/1 | the provider's filter sees outputs before they leave
when filter is gone
then Publishing 60 Running stopreq=1: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Stopped 70 Stopped stopreq=1: delete children | then the workflow is finished
