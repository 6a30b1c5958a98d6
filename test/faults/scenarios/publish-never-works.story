# The storage stays away: the results stay on their volume.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=62
when 10s pass
when publish fails exit=1 code=62
when 61m pass
then left 2 claims, document, secret, workflow
