# The Workflow is deleted while its outputs are filtered: everything goes.
given stages=count filter
when configure succeeds
when algorithm(count) succeeds
when filter starts
when the workflow is deleted
then it has no end
then made configure/1 algorithm(count)/1 filter/1
then left nothing
