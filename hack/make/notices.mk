# What notices cost.

.PHONY: bench-notices
bench-notices: ## Measure whether a backend that never answers delays 1,000 workflows.
	@mkdir -p bin
	@CGO_ENABLED=0 go build -trimpath -o bin/manager ./cmd/manager
	@assets=$$($(CLUSTER_TOOL) cluster test-assets) && KUBEBUILDER_ASSETS=$$assets go run ./test/bench/notices
