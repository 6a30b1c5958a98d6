# How fast data moves.

.PHONY: bench-data
bench-data: ## Measure downloads and uploads, each beside the best tool of its kind.
	@hack/bench-data.sh
