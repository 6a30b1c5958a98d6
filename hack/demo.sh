#!/usr/bin/env bash
# Shows the main job: an algorithm in Python over a real data set, its results fetched back from IPFS and from S3.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
begin=$SECONDS

# What a line of the live view is made of: phase, code, what is being done, and the conditions that are settled.
shown='{{with .status}}{{.phase}}|{{.code}}|{{range .conditions}}{{if eq .type "Succeeded"}}{{.message}}{{end}}{{end}}|'
shown+='{{range .conditions}}{{if ne .status "Unknown"}}{{.type}}={{.status}} {{end}}{{end}}{{end}}{{"\n"}}'

# watch_workflow prints a line for every change of the workflow's status until it has ended.
watch_workflow() {
	local namespace=$1 last="" line
	while read -r line; do
		if [ -z "$line" ] || [ "$line" = "$last" ]; then continue; fi
		last=$line
		IFS='|' read -r phase code message conditions <<<"$line"
		printf '    %3ss  %-11s %-3s %-50s %s\n' "$((SECONDS - begin))" "$phase" "$code" "${message:0:50}" "$conditions"
		case "$phase" in Succeeded) return 0 ;; Failed | Stopped) return 1 ;; esac
	done < <(timeout 300 kubectl -n "$namespace" get workflow vendors --watch -o "go-template=$shown")
	return 1
}

# results prints where each output is, and what is in the small ones.
results() {
	local namespace=$1 get=$2 name url
	kubectl -n "$namespace" get workflow vendors -o 'jsonpath={range .status.outputs[*]}{.name}{"\t"}{.url}{"\n"}{end}' |
		while IFS=$'\t' read -r name url; do
			printf '\n    %s\n    %s\n' "$name" "$url"
			$get "$url" | head -c 600 | sed 's/^/      | /'
			echo
		done
}

# run applies the workflow in a namespace, follows it and shows what came out. A workflow of an earlier demo goes first.
run() {
	local namespace=$1 get=$2
	kubectl -n "$namespace" delete workflow vendors --ignore-not-found --wait --cascade=foreground >/dev/null
	kubectl -n "$namespace" apply -f "$root/hack/demo/workflow.yaml"
	if ! watch_workflow "$namespace"; then
		kubectl -n "$namespace" describe workflow vendors | tail -40
		echo "demo: the workflow did not succeed" >&2
		exit 1
	fi
	results "$namespace" "$get"
}

reach files:80 kubo:8080 s3:7070
say "The data: $(fetch http://files.ocean-storage.svc.cluster.local/oui.csv | wc -l) rows, served in the cluster"
say "A workflow whose results go to IPFS"
run ocean-compute fetch
say "The same workflow, with another operator, whose results go to S3"
run ocean-compute-s3 s3
say "Done in $((SECONDS - begin)) s. Look around: export KUBECONFIG=$KUBECONFIG"
