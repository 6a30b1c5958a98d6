# The local cluster: a real one-node Kubernetes on this machine. See hack/cluster/README.md.

CLUSTER_TOOL := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))../cluster/tool.sh
OPERATOR_ROOT := $(abspath $(dir $(abspath $(lastword $(MAKEFILE_LIST))))../..)
CLUSTER_CACHE := $(or $(OPERATOR_ENGINE_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/operator-engine)
IMG ?= operator-engine:$(VERSION)
# One folder for each checkout, so that two that build at once do not mix their programs.
IMAGE_TAR ?= $(CLUSTER_CACHE)/operator-image/$(shell echo $(OPERATOR_ROOT) | cksum | cut -d' ' -f1)/$(subst :,-,$(subst /,-,$(IMG))).tar

.PHONY: cluster
cluster: ## Start the local cluster, or put it right; nothing happens if it is healthy.
	@$(CLUSTER_TOOL) cluster up

.PHONY: cluster-down
cluster-down: ## End the local cluster and leave nothing of it behind.
	@$(CLUSTER_TOOL) cluster down

.PHONY: storage
storage: ## Run an IPFS node, an S3 server and a file server in the cluster, for demonstrations and tests.
	@$(CLUSTER_TOOL) cluster storage

.PHONY: assets
assets: ## Print the folder that holds kube-apiserver, etcd and kubectl, for envtest.
	@$(CLUSTER_TOOL) cluster assets

.PHONY: image
image: cluster ## Build the operator's image and load it into the local cluster; for another one push it to REGISTRY.
	@$(CLUSTER_TOOL) image -module $(OPERATOR_ROOT) -ref $(IMG) -version $(VERSION) -out $(IMAGE_TAR)
	@name=$$($(CLUSTER_TOOL) cluster load $(IMAGE_TAR)) && echo "image: pods call it $$name"
