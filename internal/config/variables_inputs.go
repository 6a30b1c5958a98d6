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
	}
}
