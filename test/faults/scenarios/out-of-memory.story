# The algorithm needs more memory than it asked for.
given stages=count filter
when configure succeeds
when algorithm(count) starts
when algorithm(count) fails exit=137 reason=OOMKilled
when filter succeeds
when publish succeeds
then left workflow
