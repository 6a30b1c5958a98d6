# The Workflow is deleted when it is finished.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
when it is finished
when the workflow is deleted
then left nothing
