# The targets that people use. `make help` lists them; each room of them has a file in hack/make.
SHELL := /bin/bash -euo pipefail
.DEFAULT_GOAL := help
export PATH := $(PATH):/usr/local/go/bin
export GOTOOLCHAIN := local

VERSION ?= $(shell cat VERSION)
IMG ?= operator-engine:$(VERSION)
CACHE := $(or $(OPERATOR_ENGINE_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/operator-engine)

include hack/make/tools.mk
include hack/make/cluster.mk
include hack/make/test.mk
include hack/make/faults.mk
include hack/make/minors.mk
include hack/make/policies.mk
include hack/make/receivers.mk
include hack/make/notices.mk
include hack/make/data.mk
include hack/make/deploy.mk

.PHONY: help
help: ## Show this list.
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-zA-Z0-9_-]*:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build all programs into bin/.
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X github.com/oceanprotocol/operator-engine/internal/version.Version=$(VERSION)" -o bin/ ./cmd/...

.PHONY: clean
clean: ## Remove what was built in this checkout; the cache of tools and clusters stays.
	@rm -rf bin
