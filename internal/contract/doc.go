// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package contract is what the operator and its job programs agree on: where everything lies on a workflow's volume,
// and the names of the environment variables that carry what may not stand in the workflow's document. It holds names
// only and touches nothing, so that internal/render and the programs can both build on it.
package contract
