# shellcheck shell=bash
# Sourced by the scripts here: finds the cluster and its kubectl, and reaches its services from this machine, wherever it is.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tool="$root/hack/cluster/tool.sh"
KUBECONFIG=$("$tool" cluster kubeconfig)
export KUBECONFIG
PATH="$("$tool" cluster assets):$PATH"
export PATH

# is_local tells whether that is the cluster of this machine, which its tool can restart.
is_local() { [ "$KUBECONFIG" = "$(env -u KUBECONFIG "$tool" cluster kubeconfig)" ]; }

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# ways has the address on this machine that leads to a service of ocean-storage, by the service's name and port: kubo:5001.
declare -A ways=()
way_pids=()

# reach opens ways to services until the shell ends. It takes the shell's EXIT trap, so that no process is left.
reach() {
	local service line out outs=()
	for service in "$@"; do
		exec {out}< <(exec kubectl -n ocean-storage port-forward --address 127.0.0.1 "service/${service%:*}" ":${service#*:}")
		way_pids+=($!) outs+=("$out")
	done
	trap 'kill "${way_pids[@]}" 2>/dev/null' EXIT
	for service in "$@"; do
		# It says: Forwarding from 127.0.0.1:40123 -> 8080. What it says later needs no reader, but an open pipe.
		read -r line <&"${outs[0]}" || return
		line=${line#* from }
		ways[$service]=${line%% *}
		outs=("${outs[@]:1}")
	done
}

# fetch gets a URL that names a service of the cluster by its name in the cluster, which this machine cannot resolve.
fetch() {
	local host name port
	host=${1#*://} host=${host%%/*} name=${host%%.*} port=${host##*:}
	if [ "$port" = "$host" ]; then port=80; fi
	if [ -z "${ways[$name:$port]:-}" ]; then
		(way_pids=() && reach "$name:$port" && fetch "$@")
		return
	fi
	curl -sSf --connect-to "${host%:*}:$port:${ways[$name:$port]}" "${@:2}" "$1"
}

# s3_key prints one of the keys of the S3 server: accessKey or secretKey.
s3_key() { kubectl -n ocean-storage get secret s3-root -o "jsonpath={.data.$1}" | base64 -d; }

# s3 asks the S3 server, with an empty body; the keys go over standard input, where no process list shows them.
s3() {
	fetch "$1" -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d' ' -f1)" --aws-sigv4 aws:amz:us-east-1:s3 --config - "${@:2}" <<<"user = \"$(s3_key accessKey):$(s3_key secretKey)\""
}
