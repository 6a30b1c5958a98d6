# A workflow gets no network that the provider does not give.
given stages=count network=Allowed
then Failed 22 NetworkNotAllowed | a workflow that asks for what it may not have never begins
