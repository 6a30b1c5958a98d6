# It is held, then let go.
given stages=count suspended
when it shows Suspended
when suspend is lifted
when configure succeeds
when algorithm(count) succeeds
when publish succeeds
then left workflow
