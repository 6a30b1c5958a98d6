// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

func inputVariables() []Variable {
	return []Variable{
		{Name: "INPUT_MAX_BYTES", Meaning: "How many bytes all inputs and the code of a workflow may have together, such as " +
			"`50Gi`. Unset: as many as its volume holds."},
		{Name: "ALLOWED_NETWORKS", Meaning: "Networks that inputs and code may come from although they are private or local, " +
			"such as `10.96.0.0/12` for services of the cluster: CIDRs with commas, or `private` for all private networks. " +
			"Whoever may create Workflows can then have anything fetched that answers there. A cloud's metadata server is " +
			"refused always. Unset: none."},
		{Name: "INPUT_S3_ENDPOINT_URL", Meaning: "URL of the S3 server that inputs come from, unless their Secret names one. " +
			"Unset: AWS."},
		{Name: "INPUT_S3_REGION", Default: "us-east-1", Meaning: "Region of the buckets that inputs come from, unless their " +
			"Secret names one."},
		{Name: "INPUT_IPFS_API", Meaning: "URL of the API of an IPFS node that inputs come from, such as `http://ipfs:5001`."},
		{Name: "INPUT_IPFS_GATEWAY", Meaning: "URL of a gateway that inputs come from instead, such as " +
			"`https://trustless-gateway.link`. Every block is compared with its CID. Neither: no inputs from IPFS."},
		{Name: "OCEAN_PROVIDERS", Meaning: "Ocean providers that orders (`remote`) may be redeemed at: URLs without a path, with " +
			"commas, such as `https://provider.example.com`. They get requests signed with `OPERATOR_PRIVATE_KEY`, and " +
			"whoever has such a request can download once with it. One in the cluster also needs `ALLOWED_NETWORKS`. " +
			"Unset: none."},
	}
}
