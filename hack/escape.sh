#!/usr/bin/env bash
# Runs the escape suite against the operator that was deployed for it last. Its last line counts the attempts.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
mkdir -p "$root/bin"
(cd "$root" && go test -c -o bin/escape.test ./test/escape)
cd "$root/test/escape" # where it finds the program that it builds
E2E=1 exec "$root/bin/escape.test" -test.parallel 4 -test.timeout 20m "$@"
