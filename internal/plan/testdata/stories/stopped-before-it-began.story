# Nothing of a workflow that is stopped before it began ever exists.
given stages=count suspended
then Pending 1 Suspended | a suspended workflow waits
when stop is set
then Stopped 70 Stopped stopreq=1 | then the workflow is finished
