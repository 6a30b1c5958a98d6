# The ordinary case: one stage, no filter, everything ends well.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then left workflow
