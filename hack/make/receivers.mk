# The example receivers of notices, in test/receivers.

.PHONY: test-receivers
test-receivers: ## Run the example receivers of notices, in Go and in JavaScript with ethers, against the operator's sender.
	@hack/receivers-test.sh
