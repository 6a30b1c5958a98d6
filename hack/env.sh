# shellcheck shell=bash
# Sourced by the scripts here: finds the cluster and its kubectl, and how to reach its services from this machine.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tool="$root/hack/cluster/tool.sh"
KUBECONFIG=$("$tool" cluster kubeconfig)
export KUBECONFIG
PATH="$("$tool" cluster assets):$PATH"
export PATH

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# service prints the cluster IP of a service of ocean-storage.
service() { kubectl -n ocean-storage get service "$1" -o 'jsonpath={.spec.clusterIP}'; }

# fetch gets a URL that names a service of the cluster by its name in the cluster, which this machine cannot resolve.
fetch() {
	local name
	name=$(sed -E 's#^[a-z]+://([^.]+)\..*#\1#' <<<"$1")
	curl -sSf --connect-to "$name.ocean-storage.svc.cluster.local::$(service "$name"):" "${@:2}" "$1"
}

# s3_key prints one of the keys of the S3 server: accessKey or secretKey.
s3_key() { kubectl -n ocean-storage get secret s3-root -o "jsonpath={.data.$1}" | base64 -d; }

# s3 asks the S3 server, with an empty body; the keys go over standard input, where no process list shows them.
s3() {
	fetch "$1" -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d' ' -f1)" --aws-sigv4 aws:amz:us-east-1:s3 --config - "${@:2}" <<<"user = \"$(s3_key accessKey):$(s3_key secretKey)\""
}
