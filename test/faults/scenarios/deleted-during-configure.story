# The Workflow is deleted while its inputs are fetched: everything goes.
given stages=count
when configure starts
when the workflow is deleted
then it has no end
then made configure/1
then left nothing
