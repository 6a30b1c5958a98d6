# The algorithm does not end at its time limit, and runner is no help: the operator ends it.
given stages=count
when configure succeeds
when algorithm(count) starts
when 2h pass
when publish succeeds
then left workflow
