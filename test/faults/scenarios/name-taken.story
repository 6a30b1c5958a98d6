# The document's name is somebody else's, which stays as it is.
given stages=count taken
then left document, workflow
