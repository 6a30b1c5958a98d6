# Generators and linters: each a Go module of its own in hack/tools, built once into the cache by the hash of that module.

TOOLS := $(CACHE)/tools
CONTROLLER_GEN = $(TOOLS)/controller-gen-$(shell cat hack/tools/gen/go.mod hack/tools/gen/go.sum | sha256sum | cut -c1-12)
GOLANGCI_LINT = $(TOOLS)/golangci-lint-$(shell cat hack/tools/lint/go.mod hack/tools/lint/go.sum | sha256sum | cut -c1-12)

$(TOOLS)/controller-gen-%:
	@echo "building controller-gen (half a minute, once)"
	@hack/tools/build.sh gen sigs.k8s.io/controller-tools/cmd/controller-gen $@

$(TOOLS)/golangci-lint-%:
	@echo "building golangci-lint (two minutes, once)"
	@hack/tools/build.sh lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint $@

.PHONY: generate
generate: $(CONTROLLER_GEN) ## Write what is made from the API's and the controller's markers: CRD, role, deepcopy.
	@rm -f api/v1alpha1/zz_generated.deepcopy.go
	@$(CONTROLLER_GEN) object:headerFile=hack/boilerplate.go.txt paths=./api/...
	@$(CONTROLLER_GEN) crd paths=./api/... output:crd:dir=config/crd
	@$(CONTROLLER_GEN) rbac:roleName=operator-engine paths=./internal/controller/... output:rbac:dir=config/rbac

.PHONY: format
format: ## Format all Go files.
	@gofmt -w api cmd internal test hack config

.PHONY: tidy
tidy: ## Tidy the operator's module.
	@go mod tidy

.PHONY: lint
lint: $(GOLANGCI_LINT) ## Lint all Go files of the operator and of the cluster's tool.
	@$(GOLANGCI_LINT) run ./...
	@cd hack/cluster && $(GOLANGCI_LINT) run --config ../../.golangci.yml ./...
	@cd hack/image && $(GOLANGCI_LINT) run --config ../../.golangci.yml ./...

.PHONY: verify
verify: generate format tidy lint ## Generate, format, tidy and lint; fail if that changes anything.
	@hack/verify-clean.sh

.PHONY: bump
bump: ## Raise the version: make bump PART=major|minor|patch.
	@hack/bump.sh "$(PART)"
