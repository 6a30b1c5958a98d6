#!/usr/bin/env bash
# Runs the operator from the working tree against the cluster of KUBECONFIG, with the settings of the one that is deployed
# there. That one is scaled to nothing meanwhile, and back again at the end.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
namespace=${NAMESPACE:-ocean-compute}

if ! kubectl -n "$namespace" get deployment operator-engine >/dev/null 2>&1; then
	echo "run: there is no operator in $namespace whose settings could be taken: run make deploy first" >&2
	exit 1
fi
kubectl apply --server-side --force-conflicts -k "$root/config/crd" >/dev/null

say "The operator in $namespace steps aside; end this one with Ctrl-C to bring it back"
trap 'kubectl -n "$namespace" scale deployment/operator-engine --replicas=1' EXIT
kubectl -n "$namespace" scale deployment/operator-engine --replicas=0
kubectl -n "$namespace" rollout status deployment/operator-engine --timeout=60s

# The settings that the deployment would have: its ConfigMap, its Secret, its image.
config=$(kubectl -n "$namespace" get deployment operator-engine -o 'jsonpath={.spec.template.spec.containers[0].envFrom[0].configMapRef.name}')
while IFS= read -r -d '' setting; do export "${setting?}"; done < <(
	kubectl -n "$namespace" get configmap "$config" -o go-template='{{range $k, $v := .data}}{{$k}}={{$v}}{{"\x00"}}{{end}}'
	kubectl -n "$namespace" get secret operator-engine-credentials --ignore-not-found \
		-o go-template='{{range $k, $v := .data}}{{$k}}={{$v | base64decode}}{{"\x00"}}{{end}}'
)
OPERATOR_IMAGE=$(kubectl -n "$namespace" get deployment operator-engine -o 'jsonpath={.spec.template.spec.containers[0].image}')
export OPERATOR_IMAGE POD_NAMESPACE=$namespace TEMPLATES_DIR=$root/templates
cd "$root"
go run ./cmd/manager --metrics-bind-address=0 --health-probe-bind-address=0
