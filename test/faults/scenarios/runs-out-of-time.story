# Runner ends the algorithm at its time limit.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=124 ran=1h
when publish succeeds
then left workflow
