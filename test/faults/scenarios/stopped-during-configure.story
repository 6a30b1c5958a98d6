# It is stopped while inputs are fetched: the logs so far are published.
given stages=count
when configure starts
when stop is set
when publish succeeds
then left workflow
