// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package isolation says what keeps algorithms off the network where runner's filter does not, and judges whether it does:
// the network policy that shall stand in every watched namespace, and what the findings of two probes mean. It decides and
// does nothing: what probes is in its package probe, what starts them in preflight, what keeps the policy in
// internal/controller.
package isolation
