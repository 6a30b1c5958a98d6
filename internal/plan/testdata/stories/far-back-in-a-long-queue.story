# Far back in the queue, the place is written only when it has changed by a tenth.
given stages=count max=2 running=2 ahead=99
then Pending 1 Queued position=100 | a workflow waits for its turn
when 95 workflows are ahead
when 89 workflows are ahead
then Pending 1 Queued position=90 | a workflow waits for its turn
when 5 workflows are ahead
then Pending 1 Queued position=6 | a workflow waits for its turn
when 4 workflows are ahead
then Pending 1 Queued position=5 | a workflow waits for its turn
