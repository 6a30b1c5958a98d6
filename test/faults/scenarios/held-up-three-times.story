# It is held, then let go; a quota lets no Job in, and is raised; the storage is away for a moment.
given stages=count suspended quota
when it shows Suspended
when suspend is lifted
when it shows Refused
when the quota relents
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=62
when 10s pass
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Succeeded attempts=2 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1 publish/2
then left workflow
