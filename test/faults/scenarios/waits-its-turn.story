# As many workflows run as may: it waits for the older one to end, and a younger one waits behind it and gives up.
given stages=count max=1 older=1 younger=1
when it shows Queued
when older-1 is stopped
when configure starts
when younger-1 is stopped
when the workflow is deleted
then it has no end
then admitted older-1, word-count
then made configure/1
then left 2 workflows
