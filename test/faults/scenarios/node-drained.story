# The algorithm's node is drained: its pod is deleted while it runs.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) is drained
when 10s pass
when algorithm(count) succeeds
when publish succeeds
then left workflow
