# Its namespace is deleted while a pod of it runs: nothing of ours delays that.
given stages=count
when configure starts
when the namespace is deleted
then it has no end
then made configure/1
then left nothing
