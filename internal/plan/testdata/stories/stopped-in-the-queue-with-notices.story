# What never began is told to nobody.
given stages=count notify max=1 running=1
then Pending 1 Queued position=1 | a workflow waits for its turn
when stop is set
then Stopped 70 Stopped stopreq=1 | then the workflow is finished
