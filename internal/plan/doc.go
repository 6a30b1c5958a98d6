// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package plan decides what happens next to a workflow. It is pure: it has no client, no clock, no logger and does no I/O;
// the same World always gives the same Decision, and every World gives one.
//
// Begin with rules.go: the list there is the table of contents of the business.
package plan
