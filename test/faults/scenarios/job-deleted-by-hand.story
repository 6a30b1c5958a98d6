# Somebody deletes the algorithm's Job while it runs: a new attempt begins, once the old pod is gone.
given stages=count
when configure succeeds
when algorithm(count) starts
when the job of algorithm(count) is deleted
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then left workflow
