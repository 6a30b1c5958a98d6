// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package preflight starts the probes that find out whether pods like an algorithm's are isolated, at the operator's start
// and on a schedule, and tells what came of it. It runs in the operator that leads. What findings mean is judged in
// package isolation; what follows for workflows is decided in internal/plan.
package preflight
