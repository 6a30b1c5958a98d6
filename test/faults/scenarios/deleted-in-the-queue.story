# The Workflow is deleted while it is held: everything goes.
given stages=count suspended
when it shows Suspended
when the workflow is deleted
then it has no end
then made nothing
then left nothing
