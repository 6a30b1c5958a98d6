# A configure that does not say which code it fetched, as an older one does not, has not done its work.
given stages=count algorithms=5a5a
then Configuring 20 Running: create children, create configure/1; wakes in 10m0s | inputs and code are fetched first
when configure succeeds silently
then Configuring 20 ConfigureFailed; wakes in 5s | inputs and code are fetched first
when its time comes
then Configuring 20 Running after ConfigureFailed: configure ended without saying which code it fetched, which the provider's list of algorithms is compared with: create configure/2; wakes in 10m0s | inputs and code are fetched first
when configure succeeds algorithms=5a5a
then Running 30 Running: create algorithm(count)/1; wakes in 10m0s | the stages' algorithms run one after the other
when algorithm(count) starts
then Running 40 Running; wakes in 1h1m30s | the stages' algorithms run one after the other
