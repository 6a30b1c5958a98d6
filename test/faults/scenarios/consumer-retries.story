# The consumer asked for one retry of his own code.
given stages=count retries=1
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=1
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then left workflow
