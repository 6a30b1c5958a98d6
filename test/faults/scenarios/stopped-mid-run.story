# It is stopped while the algorithm runs: what there is passes the filter and is published.
given stages=count filter
when configure succeeds
when algorithm(count) starts
when stop is set
when filter succeeds
when publish succeeds
then left workflow
