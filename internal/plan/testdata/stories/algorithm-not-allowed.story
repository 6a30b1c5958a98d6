# Code that is fetched is judged by its sha256 before it runs: it never does, the log of configure is published.
given stages=count,sum algorithms=5a5a
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds algorithms=5a5a,6b6b
then Publishing 60 Running: create publish/1; wakes in 10m0s | what there is, is published
when publish succeeds
then Failed 32 AlgorithmNotAllowed: delete children | then the workflow is finished
