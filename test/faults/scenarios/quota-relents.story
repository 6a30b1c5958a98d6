# A quota lets no Job in, and is raised.
given stages=count quota
when it shows Refused
when the quota relents
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
then left workflow
