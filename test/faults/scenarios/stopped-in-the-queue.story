# It is stopped while it is held: nothing of it ever existed.
given stages=count suspended
when it shows Suspended
when stop is set
then left workflow
