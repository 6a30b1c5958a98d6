# Running the operator: in the cluster, from the working tree, and to show what it does.

.PHONY: deploy
deploy: image storage ## Deploy the operator into the cluster, once publishing to IPFS and once to S3.
	@IMAGE_TAR=$(IMAGE_TAR) hack/deploy.sh ipfs s3

.PHONY: demo
demo: deploy ## Set everything up and show a workflow from kubectl apply to its results.
	@hack/demo.sh

.PHONY: run
run: cluster ## Run the operator from the working tree; the one in the cluster steps aside meanwhile.
	@hack/run.sh

.PHONY: bench-burst
bench-burst: deploy ## Run 200 workflows that do nothing at once.
	@KUBECONFIG=$$($(CLUSTER_TOOL) cluster kubeconfig) go run ./test/bench/burst

.PHONY: bench-latency
bench-latency: deploy ## Measure a workflow that does nothing against a chain of three bare pods.
	@KUBECONFIG=$$($(CLUSTER_TOOL) cluster kubeconfig) go run ./test/bench/latency
