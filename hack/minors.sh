#!/usr/bin/env bash
# Tries the operator on the API servers of the three newest minors of Kubernetes: on each the tests that want one, then
# everything that is asked of Kubernetes on all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p bin
go test -c -o bin/envtest.test ./test/envtest
go test -c -o bin/minors.test ./test/minors
listed=$(hack/cluster/tool.sh cluster minors)
mapfile -t folders <<<"$listed"

for folder in "${folders[@]}"; do
	echo "==> test/envtest on $("$folder/kube-apiserver" --version)"
	(cd test/envtest && KUBEBUILDER_ASSETS=$folder ../../bin/envtest.test)
done
echo "==> test/minors on all of them"
MINORS_ASSETS=$(IFS=:; echo "${folders[*]}")
export MINORS_ASSETS
cd test/minors && ../../bin/minors.test
