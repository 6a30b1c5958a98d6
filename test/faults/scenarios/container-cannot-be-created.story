# The container of configure cannot be created: nothing ran, so there is nothing to publish.
given stages=count
when configure waits CreateContainerConfigError
when it shows ContainerCreationFailed
when 31m pass
then Failed 22 ContainerCreationFailed
then conditions Admitted=True Configured=False/ContainerCreationFailed AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Failed attempts=1 ContainerCreationFailed, algorithm(count) Skipped Skipped, publish Skipped Skipped
then made configure/1
then left workflow
