# It is stopped while it publishes: that goes on.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) succeeds
when publish starts
when stop is set
when publish succeeds
then left workflow
