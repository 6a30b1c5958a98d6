# Its namespace is deleted while the algorithm runs: nothing of ours delays that.
given stages=count
when configure succeeds
when algorithm(count) starts
when the namespace is deleted
then left nothing
