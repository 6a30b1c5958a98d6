# It names a Secret that the provider does not let workflows name.
given stages=count secret=operator-engine-credentials
then left workflow
