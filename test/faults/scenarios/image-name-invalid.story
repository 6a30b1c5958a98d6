# An image whose name cannot be is not waited for.
given stages=count
when configure succeeds
when algorithm(count) waits InvalidImageName
when publish succeeds
then Failed 11 ImagePullFailed
then conditions Admitted=True Configured=True AlgorithmCompleted=False/ImagePullFailed Filtered=False/Skipped Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Failed attempts=1 ImagePullFailed, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(count)/1 publish/1
then left workflow
