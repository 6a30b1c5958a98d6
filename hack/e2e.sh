#!/usr/bin/env bash
# Runs the end-to-end tests against the operators that were deployed last.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
cd "$root"
E2E=1 CLUSTER_TOOL="$tool" go test -count=1 -parallel 4 -timeout 20m ./test/e2e/... "$@"
