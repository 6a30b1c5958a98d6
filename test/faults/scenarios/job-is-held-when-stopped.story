# Somebody deletes the algorithm's Job while it runs, and a finalizer keeps it.
given stages=count maxtime=2592000
when configure succeeds
when algorithm(count) starts
when the job of algorithm(count) is deleted and held
when stop is set
when 101h pass
when publish succeeds
when it is finished
when the held job is let go
then Stopped 70 Stopped stopreq=1
then conditions Admitted=True Configured=True AlgorithmCompleted=False/Stopped Filtered=True/NotConfigured Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Stopped attempts=1 Stopped, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
