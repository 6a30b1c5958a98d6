# The algorithm left more than may be published: the results stay on their volume, until the Workflow is deleted.
given stages=count
when configure succeeds
when algorithm(count) succeeds
when publish fails exit=1 code=42
when it is finished
when there is left 2 claims, document, secret, workflow
when the workflow is deleted
then Failed 42 OutputsTooLarge
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True/NotConfigured Published=False/OutputsTooLarge
then steps configure Succeeded attempts=1 exit=0, algorithm(count) Succeeded attempts=1 exit=0, publish Failed attempts=1 exit=1 OutputsTooLarge
then made configure/1 algorithm(count)/1 publish/1
then left nothing
