#!/usr/bin/env bash
# Deploys the operator into the cluster, from the image that was built last. Usage: deploy.sh ipfs|s3|strict|byhand|notices|escape|policies ...
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
image_tar=${IMAGE_TAR:?set it to the archive of the image}

# What the overlays call the image, and what the cluster's nodes call it.
overlays_image=operator-engine:$(cat "$root/VERSION")
image=$("$tool" cluster load "$image_tar")

# credentials gives the S3 server's keys to the operator that publishes there, and makes its buckets.
credentials() {
	reach s3:7070
	kubectl create namespace ocean-compute-s3 --dry-run=client -o yaml | kubectl apply -f - >/dev/null
	kubectl -n ocean-compute-s3 create secret generic operator-engine-credentials --dry-run=client -o yaml \
		--from-file=AWS_ACCESS_KEY_ID=<(s3_key accessKey) --from-file=AWS_SECRET_ACCESS_KEY=<(s3_key secretKey) |
		kubectl apply -f - >/dev/null
	for bucket in ocean-outputs ocean-adminlogs; do
		s3 "http://s3.ocean-storage.svc.cluster.local:7070/$bucket" --head >/dev/null 2>&1 ||
			s3 "http://s3.ocean-storage.svc.cluster.local:7070/$bucket" -X PUT
	done
}

# deploy applies an overlay into its namespace, with the image by the name that the nodes know: as the operator's own, and in the setting that
# gives it to the steps. The archive's digest stands in the pod's annotations, so that a new image of the same name is a new pod, and the same one is not.
deploy() {
	local overlay=$1 namespace=$2 digest manifests
	digest=$(sha256sum "$image_tar" | cut -c1-16)
	manifests=$(kubectl kustomize "$root/$overlay" | sed -E \
		-e "s#^( *)kubectl.kubernetes.io/default-container:#\1oceanprotocol.com/image-digest: sha-$digest\n&#" \
		-e "s#^( *(image|value): )$overlays_image\$#\1$image#")
	if [ "$(grep -cE "^ *(image|value): $image\$" <<<"$manifests")" != 2 ]; then
		echo "deploy: $overlay does not name $overlays_image as the operator's image and as OPERATOR_IMAGE" >&2
		return 1
	fi
	kubectl apply --server-side --force-conflicts -f - <<<"$manifests" >/dev/null
	kubectl -n "$namespace" rollout status deployment/operator-engine --timeout=300s
}

for storage in "$@"; do
	case "$storage" in
	ipfs) deploy config/overlays/local ocean-compute ;;
	s3) credentials && deploy config/overlays/local-s3 ocean-compute-s3 ;;
	strict)
		for namespace in quota podquota; do kubectl apply -k "$root/test/e2e/$namespace" >/dev/null; done
		overlay=test/e2e/strict
		if kubectl get storageclass sized >/dev/null 2>&1; then overlay=test/e2e/sized; fi
		deploy "$overlay" ocean-compute-strict
		;;
	escape)
		overlay=test/escape/operator
		if kubectl get storageclass sized >/dev/null 2>&1; then overlay=test/escape/sized; fi
		deploy "$overlay" ocean-compute-escape
		;;
	byhand) deploy test/e2e/byhand ocean-compute-byhand ;;
	policies) deploy test/e2e/policies ocean-compute-policies ;;
	notices)
		kubectl apply -k "$root/test/e2e/owed" >/dev/null
		deploy test/e2e/notices ocean-compute-notices
		kubectl -n ocean-compute-notices rollout status deployment/receiver --timeout=300s
		;;
	*) echo "deploy: $storage is none of ipfs, s3, strict, byhand, notices, escape and policies" >&2 && exit 1 ;;
	esac
done
