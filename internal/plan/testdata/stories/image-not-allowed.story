# A workflow runs in no image that the provider does not allow.
given stages=count images=python
then Failed 22 ImageNotAllowed | a workflow that asks for what it may not have never begins
