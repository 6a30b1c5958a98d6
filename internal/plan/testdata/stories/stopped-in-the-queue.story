# A stop reaches a workflow that waits for its turn: it ends and nothing of it ever exists.
given stages=count max=1 running=1
then Pending 1 Queued position=1 | a workflow waits for its turn
when stop is set
then Stopped 70 Stopped stopreq=1 | then the workflow is finished
