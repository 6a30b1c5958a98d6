# Faults: what the operator must survive, made to happen against a real API server and a real controller-manager.

.PHONY: test-faults
test-faults: ## Let the operator die at every write, see old views and meet a bad API server; the end is the same every time.
	@mkdir -p bin
	@go test -c -o bin/faults.test ./test/faults
	@assets=$$($(CLUSTER_TOOL) cluster test-assets) && cd test/faults && KUBEBUILDER_ASSETS=$$assets GOGC=400 ../../bin/faults.test -test.parallel=64 -test.timeout=25m
