#!/usr/bin/env bash
# Runs the tests that need a cluster which enforces network policies: has the local cluster's node enforce those of one
# namespace, deploys an operator into it, and takes all of it away again.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
if ! is_local; then
	echo "policies: nothing was tried, as it takes the node for this machine: run make test-policies without KUBECONFIG"
	exit
fi
# Without it no rule sees what pods of one node send to each other. `make cluster` sets it where the kernel has it.
if [ "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)" != 1 ]; then
	echo "policies: nothing was tried, as this kernel has no bridge netfilter (br_netfilter), without which nothing is enforced among pods"
	exit
fi

: "${IMAGE_TAR:?set it to the archive of the image}"
namespace=ocean-compute-policies
run=/run/operator-engine-cluster
log=/var/lib/operator-engine-cluster/logs/policies.log
programs=$("$tool" cluster programs policies)

exec {lock}>"$run/policies.lock"
flock -n "$lock" || { echo "policies: another checkout is at it" >&2 && exit 1; }

# enforce starts the enforcer, and returns once it says that it is one.
enforce() {
	local line
	exec {said}< <(exec "$programs/policies" -kubeconfig "$KUBECONFIG" -namespace "$namespace" 2>"$log" {lock}>&-)
	echo $! >"$run/policies.pid"
	read -r line <&"$said" || { tail -n 20 "$log" >&2 && return 1; }
	say "$line"
}

# relax ends the enforcer, also that of a run that was killed, and takes away its rules if it did not.
relax() {
	local pid
	pid=$(cat "$run/policies.pid" 2>/dev/null) || true
	if [ -n "$pid" ] && [[ $(readlink "/proc/$pid/exe") = */policies ]]; then
		kill "$pid"
		timeout 30 tail --pid="$pid" -f /dev/null
	fi
	rm -f "$run/policies.pid"
	"$programs/policies" -clean
}

# clear_away leaves the kind and the roles, which the operators of other namespaces have as well.
clear_away() {
	relax
	kubectl delete namespace "$namespace" --ignore-not-found >/dev/null
	kubectl delete clusterrolebinding operator-engine-policies-metrics-auth --ignore-not-found >/dev/null
}

trap 'exit 130' INT TERM
trap clear_away EXIT
clear_away
enforce
"$root/hack/deploy.sh" policies
say "While network policies are enforced"
E2E_POLICIES=enforced "$root/hack/e2e.sh" -run 'TestWherePoliciesAreEnforced' "$@"
relax
say "Once they no longer are"
E2E_POLICIES=gone "$root/hack/e2e.sh" -run 'TestOncePoliciesAreNoLongerEnforced' "$@"
