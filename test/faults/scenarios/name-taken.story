# The data claim's name is somebody else's, which stays as it is.
given stages=count taken
then Failed 22 NameTaken
then conditions Admitted=True Configured=False/NameTaken AlgorithmCompleted=False/Skipped Filtered=False/Skipped Published=False/Skipped
then steps configure Failed attempts=1 NameTaken, algorithm(count) Skipped Skipped, publish Skipped Skipped
then made nothing
then left claim, workflow
