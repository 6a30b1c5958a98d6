# Twice a filter ends with 0 while nobody looks, and its pod was told to go: first only its Job is left, then its pod is just
# being taken away. Neither proves that it did its work, so it is tried again. Nobody touches the third.
given stages=count filter
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) succeeds
then Filtering 50 Running: create filter/1; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds unseen
then Filtering 50 SystemFailure; wakes in 5s | the provider's filter sees outputs before they leave
when its time comes
then Filtering 50 Running after SystemFailure: its pod is gone unseen, and whether it had done its work before that cannot be told: create filter/2; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds taken
then Filtering 50 SystemFailure; wakes in 10s | the provider's filter sees outputs before they leave
when its time comes
then Filtering 50 Running after SystemFailure: its pod was deleted, and whether it had done its work before that cannot be told: create filter/3; wakes in 10m0s | the provider's filter sees outputs before they leave
when filter succeeds
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Succeeded 70 Completed: delete children | then the workflow is finished
