# The algorithm's image cannot be pulled: after the time to start is over, the logs are published.
given stages=count
when configure succeeds
when algorithm(count) waits ErrImagePull
when it shows ImagePullFailed
when 31m pass
when publish succeeds
then left workflow
