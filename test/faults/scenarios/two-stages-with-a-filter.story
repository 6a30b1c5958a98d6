# Two stages run one after the other, the second reads what the first left, and the provider's filter sees what they left
# before it goes out.
given stages=clean,train chained filter
when configure succeeds
when algorithm(clean) succeeds
when algorithm(train) starts
when algorithm(train) succeeds
when filter succeeds
when publish succeeds
then Succeeded 70 Completed
then conditions Admitted=True Configured=True AlgorithmCompleted=True Filtered=True Published=True
then steps configure Succeeded attempts=1 exit=0, algorithm(clean) Succeeded attempts=1 exit=0, algorithm(train) Succeeded attempts=1 exit=0, filter Succeeded attempts=1 exit=0, publish Succeeded attempts=1 exit=0
then results 1 outputs, manifest ipfs://manifest
then made configure/1 algorithm(clean)/1 algorithm(train)/1 filter/1 publish/1
then left workflow
