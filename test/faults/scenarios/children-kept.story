# The provider wants to look inside: everything stays.
given stages=count keep
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
then left 2 claims, 3 jobs, 3 pods, document, secret, workflow
