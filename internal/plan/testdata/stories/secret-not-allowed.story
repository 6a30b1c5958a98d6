# A workflow may not name a Secret that the provider did not allow.
given stages=count secret=operator-engine-credentials
then Failed 22 SecretNotAllowed | a workflow may name only what the provider allows
