# Its time to be shown is over.
given stages=count ttl=3600
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
when it is finished
when 1h pass
then left nothing
