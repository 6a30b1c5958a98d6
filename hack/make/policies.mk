# Network policies that are enforced, which the local cluster's own network plugin does not do.

.PHONY: test-policies
test-policies: image storage ## Run workflows where network policies are enforced, and once they no longer are.
	@IMAGE_TAR=$(IMAGE_TAR) hack/policies.sh
