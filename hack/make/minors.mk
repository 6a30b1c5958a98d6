# The three newest minors of Kubernetes. CI leaves them out: they cost two more API servers to compile.

.PHONY: test-minors
test-minors: ## Try the operator and all that it makes on the API servers of the three newest minors of Kubernetes.
	@hack/minors.sh
