// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package courier sends notices while nobody waits for them: whoever drives a workflow asks for an attempt, goes on, and is
// called again when there is an answer. What was asked for and not recorded is lost with the process; the plan then asks
// again, and the receiver knows the notice by its id.
package courier
