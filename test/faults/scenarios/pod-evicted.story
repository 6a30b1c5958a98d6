# The node needs room and evicts the algorithm's pod: a new attempt begins, and does not count as the consumer's.
given stages=count
when configure succeeds
when algorithm(count) starts
when algorithm(count) is evicted
when 10s pass
when algorithm(count) starts
when algorithm(count) succeeds
when publish succeeds
then left workflow
