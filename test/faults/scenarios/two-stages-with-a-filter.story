# Two stages run one after the other, and the provider's filter sees what they left before it goes out.
given stages=clean,train filter
when configure succeeds
when algorithm(clean) succeeds
when algorithm(train) starts
when algorithm(train) succeeds
when filter succeeds
when publish succeeds
then left workflow
