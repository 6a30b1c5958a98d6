# The provider's backend must agree, and does not: nothing runs.
given stages=count notices required receiver=403
then Failed 22 RefusedByBackend
then conditions Admitted=False/RefusedByBackend StartNotified=False/RefusedByBackend StopNotified=False/Skipped
then steps 
then notices none
then made nothing
then left workflow
