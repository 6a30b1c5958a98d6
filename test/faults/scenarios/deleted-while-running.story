# The Workflow is deleted while its algorithm runs: everything goes, and the provider's backend is told that it ended.
given stages=count notices
when configure succeeds
when algorithm(count) starts
when the workflow is deleted
then it has no end
then notices start, stop of 70 after a start that was delivered
then made configure/1 algorithm(count)/1
then left nothing
