# The Workflow is deleted with --cascade=orphan while its algorithm runs: what it made belongs to nothing then, and goes all the
# same; the provider's backend is told that it ended.
given stages=count notices
when configure succeeds
when algorithm(count) starts
when the workflow is deleted without what it made
then it has no end
then notices start, stop of 70 after a start that was delivered
then made configure/1 algorithm(count)/1
then left nothing
