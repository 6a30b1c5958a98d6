# Its namespace is deleted while the algorithm runs: nothing of ours delays that.
given stages=count
when configure succeeds
when algorithm(count) starts
when the namespace is deleted
then it has no end
then made configure/1 algorithm(count)/1
then left nothing
