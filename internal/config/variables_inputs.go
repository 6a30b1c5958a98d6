// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

func inputVariables() []Variable {
	return []Variable{
		{Name: "INPUT_MAX_BYTES", Meaning: "How many bytes all inputs and the code of a workflow may have together, such as " +
			"`50Gi`. Unset: as many as its volume holds."},
	}
}
