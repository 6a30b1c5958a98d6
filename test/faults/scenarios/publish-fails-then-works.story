# The storage is away for a moment.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=62
when 10s pass
when publish succeeds
then left workflow
