#!/usr/bin/env bash
# Runs one of the programs under hack/, built once for each state of its sources: tool.sh cluster up, tool.sh image -ref …
set -euo pipefail

export PATH=$PATH:/usr/local/go/bin # where Go's own archive puts it
hack=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=$1
shift

cache=${OPERATOR_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/operator-engine}
# Go's own code of both programs and the files that it embeds; not the modules that only describe what the cluster runs.
key=$(cd "$hack" && find cluster/*.go cluster/go.* cluster/internal image -type f ! -name '*_test.go' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
program=$cache/tools/$name-$key

if [[ ! -x $program ]]; then
  mkdir -p "$cache/tools"
  (cd "$hack/$name" && CGO_ENABLED=0 GOWORK=off GOFLAGS='' go build -mod=readonly -trimpath -buildvcs=false -o "$program.$$" .)
  mv "$program.$$" "$program"
fi

if [[ $name == cluster ]]; then
  set -- -source "$hack/cluster" "$@"
fi
exec "$program" "$@"
