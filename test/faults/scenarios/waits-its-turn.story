# As many workflows run as may: it waits for the older one to end, and a younger one waits until it is gone.
given stages=count max=1 older=1 younger=1
when it shows Queued
when older-1 is stopped
when configure starts
when the workflow is deleted
when younger-1 is stopped
then it has no end
then admitted older-1, word-count, younger-1
then made configure/1
then left 2 workflows
