# As many workflows run as may: this one waits, oldest first, and begins when a place is free.
given stages=count max=2 running=2 ahead=1
then Pending 1 Queued position=2 | a workflow waits for its turn
when 0 workflows are ahead
then Pending 1 Queued position=1 | a workflow waits for its turn
when 1 workflows run
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
