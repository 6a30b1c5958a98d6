# An input cannot be fetched: the algorithm never runs, the logs are published.
given stages=count
when configure fails exit=1 code=31
when publish succeeds
then left workflow
