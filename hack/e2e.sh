#!/usr/bin/env bash
# Runs the end-to-end tests against the operators that were deployed last.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
cd "$root/test/e2e" # where `go test` shows what a test prints
if is_local; then export LOCAL_CLUSTER=1; fi
E2E=1 go test -count=1 -parallel 4 -timeout 30m "$@"
