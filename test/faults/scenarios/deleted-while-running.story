# The Workflow is deleted while its algorithm runs: everything goes.
given stages=count
when configure succeeds
when algorithm(count) starts
when the workflow is deleted
then left nothing
