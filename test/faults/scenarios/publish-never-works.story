# The storage stays away: the results stay on their volume.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=62
when 10s pass
when publish fails exit=1 code=62
when it shows PublishFailed
when 61m pass
then Failed 62 PublishFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=False/PublishFailed
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Failed attempts=2 system=2 exit=1 PublishFailed
then made configure/1 algorithm(count)/1 publish/1 publish/2
then left 2 claims, document, secret, workflow
