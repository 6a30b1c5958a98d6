// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

func ipfsVariables() []Variable {
	return []Variable{
		{Name: "IPFS_OUTPUT", Meaning: "URL of the IPFS API that outputs and algorithm logs are uploaded to, such as " +
			"`http://ipfs:5001`. Without a scheme it is taken for http. If it is set, results go to IPFS, otherwise to S3."},
		{Name: "IPFS_OUTPUT_PREFIX", Meaning: "What stands before the CID in the links that " +
			"consumers get: `ipfs://`, or a gateway such as `https://gateway.example.com/ipfs/`. Unset: `IPFS_OUTPUT` " +
			"followed by `/ipfs/`."},
		{Name: "IPFS_ADMINLOGS", Meaning: "URL of the IPFS API that the logs of configure, filter and publish are " +
			"uploaded to. Unset: they are not uploaded."},
		{Name: "IPFS_ADMINLOGS_PREFIX", Meaning: "`IPFS_OUTPUT_PREFIX` for the admin logs."},
		{Name: "IPFS_TYPE", Default: "CLIENT", Meaning: "`CLIENT` for the API of a plain node such as kubo, `CLUSTER` for " +
			"the REST API of an ipfs-cluster peer, usually at port 9094. With `CLUSTER`, set `IPFS_OUTPUT_PREFIX`, too: a " +
			"peer is no gateway."},
		{Name: "IPFS_EXPIRY_TIME", Default: "0", Meaning: "How long a cluster keeps results: a duration such as `12h`, " +
			"or seconds. `0` is for ever. Refused with a plain node, which has no expiry."},
		{Name: "IPFS_API_KEY", Secret: true, Meaning: "API key that is sent along to IPFS."},
		{Name: "IPFS_API_CLIENT", Secret: true, Meaning: "Client id that is sent along to IPFS."},
	}
}

func s3Variables() []Variable {
	return []Variable{
		{Name: "AWS_BUCKET_OUTPUT", Meaning: "Bucket for outputs and algorithm logs. Used if `IPFS_OUTPUT` is not set."},
		{Name: "AWS_BUCKET_ADMINLOGS", Meaning: "Bucket for the logs of configure, filter and publish. Unset: they are " +
			"not uploaded."},
		{Name: "AWS_REGION", Meaning: "Region of the buckets; required with `AWS_BUCKET_OUTPUT`. Where there are no " +
			"regions, `us-east-1`."},
		{Name: "AWS_ENDPOINT_URL", Meaning: "URL of an S3 server other than AWS, such as `http://minio:9000`."},
		{Name: "AWS_SSE", Meaning: "How the server encrypts objects: `AES256`, `aws:kms` or `aws:kms:dsse`. Unset: as the " +
			"bucket has it."},
		{Name: "AWS_SSE_KMS_KEY_ID", Meaning: "The key for `aws:kms` and `aws:kms:dsse`. Unset: the bucket's or AWS's own."},
		{Name: "AWS_STORAGE_CLASS", Meaning: "Storage class of the objects, such as `STANDARD_IA`. Unset: the server's " +
			"default."},
		{Name: "AWS_ACCESS_KEY_ID", Secret: true, Meaning: "Access key; both halves or neither. Without them the SDK " +
			"looks for credentials itself, such as those of the pod's service account."},
		{Name: "AWS_SECRET_ACCESS_KEY", Secret: true, Meaning: "Secret half of the access key."},
	}
}

func notifyVariables() []Variable {
	return []Variable{
		{Name: "NOTIFY_START_URL", Meaning: "URL that gets a signed POST when a workflow starts. Unset: no notice."},
		{Name: "NOTIFY_STOP_URL", Meaning: "URL that gets a signed POST when a workflow has ended. Unset: no notice."},
		{Name: "OPERATOR_PRIVATE_KEY", Secret: true, Meaning: "Ethereum private key that signs notices and orders: 64 " +
			"hex digits. Required if there is a notice URL. The Deployment mounts it from the Secret as a file. The key " +
			"that images of older operators carried is refused."},
		{Name: "OPERATOR_PRIVATE_KEY_FILE", Meaning: "File that holds the key instead. A new key in it is used without a " +
			"restart; one that cannot be used is logged, and the last good one stays. Set by the Deployment; to give the " +
			"operator the variable `OPERATOR_PRIVATE_KEY` itself, patch this one to an empty value."},
		{Name: "NOTIFY_START_REQUIRED", Default: "false", Meaning: "A workflow waits, Pending, until its start notice is " +
			"accepted. An answer of 4xx refuses it, and the answer's text is shown to the consumer."},
		{Name: "NOTIFY_TIMEOUT", Default: "15s", Meaning: "How long one attempt to send a notice may take."},
		{Name: "NOTIFY_RETRY_TIME", Default: "24h", Meaning: "How long a notice is tried again, with pauses that grow from " +
			"seconds to an hour. A finished workflow outlives its TTL meanwhile."},
		{Name: "NOTIFY_DELETED_TIME", Default: "10m", Meaning: "How long the stop notice of a workflow that was deleted is " +
			"tried. The deletion does not wait for it."},
	}
}

func accessVariables() []Variable {
	return []Variable{
		{Name: "ALLOWED_SECRETS", Meaning: "Names of the Secrets that a Workflow may name, in `secretRef`, " +
			"`urlFrom`, `headersFrom` and `credentialsFrom`: a comma-separated list of patterns such as `dataset-*`. Unset: none."},
		{Name: "ALLOWED_CLAIMS", Meaning: "The same for the PersistentVolumeClaims that inputs and code may be copied from, in " +
			"`claim`. Whoever may create Workflows can then read all that configure, uid 65532, may read on them."},
		{Name: "ALLOW_NETWORK", Default: "false", Meaning: "A Workflow may ask for `compute.network: Allowed`. Its " +
			"algorithm can then send your data to wherever the cluster lets it: network policies of yours that select its " +
			"pod hold for it, and nothing else does."},
		{Name: "ALLOWED_IMAGES", Meaning: "Images that algorithms may run in: names with commas, or patterns. `python` is " +
			"`docker.io/library/python`, as it is for the cluster. Within a part of a name `*`, `?` and `[a-z]` stand for " +
			"characters, `**` for one part or more: `ghcr.io/team/**`, and `**` at the beginning for any registry. " +
			"`python:3.*` allows these tags and no digests; `python@sha256:…` one image; `python` all of them. Unset: any image."},
		{Name: "REQUIRE_DIGEST", Default: "false", Meaning: "A Workflow must name its images by their digests, in " +
			"`container.checksum`. What a tag stands for may change after you have looked at it."},
		{Name: "ALLOWED_ALGORITHMS", Meaning: "The sha256 of the algorithms that may run, with commas, at most 10000: what " +
			"`status.stages[].algorithmSHA256` shows of a run. An entrypoint must then be `$ALGO`, or one command of the " +
			"image and `$ALGO`. Needs `ALLOWED_IMAGES`. Unset: any algorithm."},
		{Name: "ALLOWED_RUNTIME_CLASSES", Meaning: "RuntimeClasses that a Workflow may ask for besides `RUNTIME_CLASS`, in " +
			"`compute.runtimeClassName`: names or patterns with commas. One that isolates less than yours is the " +
			"consumer's to choose if you list it. Unset: none."},
		{Name: "ALLOWED_RESOURCES", Meaning: "Devices and other resources that a Workflow may ask for in `compute.resources` " +
			"besides `cpu`, `memory` and `ephemeral-storage`: names or patterns with commas, such as `nvidia.com/*` or " +
			"`hugepages-*`; `*/*` is any device. One that is a network or a machine of its own (RDMA, SR-IOV, tun, kvm) lets " +
			"an algorithm out. `none`: no other. Unset: any."},
	}
}
