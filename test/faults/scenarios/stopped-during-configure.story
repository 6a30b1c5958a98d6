# It is stopped while inputs are fetched: the logs so far are published.
given stages=count
when configure starts
when stop is set
when publish succeeds
then Stopped 70 Stopped stopreq=1
then conditions Admitted=True Configured=False/Stopped AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=True
then steps configure Stopped attempts=1 Stopped, algorithm(count) Skipped Stopped, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 publish/1
then left workflow
