# Its namespace is deleted while notices are owed: nothing of ours delays that.
given stages=count notices receiver=500
when configure starts
when the start notice fails
when the namespace is deleted
then it has no end
then notices none
then made configure/1
then left nothing
