# The Workflow is deleted while it is published: everything goes.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish starts
when the workflow is deleted
then it has no end
then made configure/1 algorithm(count)/1 publish/1
then left nothing
