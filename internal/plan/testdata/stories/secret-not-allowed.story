# A workflow may not name a Secret that the provider did not allow.
given stages=count secret=operator-engine-credentials
then Failed 22 SecretNotAllowed | a workflow that asks for what it may not have never begins
