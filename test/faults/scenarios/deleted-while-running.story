# The Workflow is deleted while its algorithm runs: everything goes.
given stages=count
when configure succeeds
when algorithm(count) starts
when the workflow is deleted
then it has no end
then made configure/1 algorithm(count)/1
then left nothing
