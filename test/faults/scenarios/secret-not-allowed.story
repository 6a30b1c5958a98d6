# It names a Secret that the provider does not let workflows name.
given stages=count secret=operator-engine-credentials
then Failed 22 SecretNotAllowed
then conditions Admitted=False/SecretNotAllowed
then steps 
then made nothing
then left workflow
