# Tests, from those that need nothing to those that need a cluster, and benchmarks.

.PHONY: test
test: test-unit test-receivers test-envtest test-faults test-storage test-escape test-e2e test-policies ## Run every test there is.

.PHONY: test-unit
test-unit: ## Run the tests that need nothing but Go.
	@go test ./...
	@cd hack/cluster && go test ./...
	@cd hack/image && go test ./...

.PHONY: test-envtest
test-envtest: ## Run the tests that need an API server, against the one that the local cluster is made of.
	@assets=$$($(MAKE) --silent assets) && KUBEBUILDER_ASSETS=$$assets go test -count=1 ./test/envtest/...

.PHONY: test-storage
test-storage: storage ## Run the uploaders' contract against the real IPFS node and the real S3 server.
	@hack/storage-test.sh

.PHONY: test-escape
test-escape: deploy ## Run algorithms that try to get out, as workflows on the cluster; the last line counts them.
	@IMAGE_TAR=$(IMAGE_TAR) hack/deploy.sh escape
	@hack/escape.sh

.PHONY: test-e2e
test-e2e: deploy ## Run workflows end to end on the cluster, with real pods, IPFS and S3.
	@IMAGE_TAR=$(IMAGE_TAR) hack/deploy.sh strict byhand notices
	@hack/e2e.sh

.PHONY: test-data
test-data: deploy ## Move a gigabyte through workflows whose programs are killed and whose stores go away; not part of test.
	@E2E_DATA=$${E2E_DATA:-1} hack/e2e.sh -run 'MuchData|StoresThatAreAway|TenThousand' -v
