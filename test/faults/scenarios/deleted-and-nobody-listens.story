# The Workflow is deleted while its backend cannot be reached: what its end is told from is kept for a while only.
given stages=count notices receiver=down
when the start notice fails
when configure starts
when the workflow is deleted
when nobody is told
then it has no end
then notices none
then made configure/1
then left nothing
