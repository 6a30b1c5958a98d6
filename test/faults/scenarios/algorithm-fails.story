# The consumer's code fails: its outputs so far and its log are published all the same.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=3
when publish succeeds
then left workflow
