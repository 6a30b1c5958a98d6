// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package notify tells the provider's backend that a workflow starts or has ended: the notice, the bytes that are signed,
// the signatures, and one POST with what became of it. It tries once and remembers nothing: when to send, when to try
// again and when to give up is the plan's to say.
//
// The body and its signature are those of the predecessor, byte for byte, so that receivers written for it go on working.
// What it lacked stands in headers. docs/contracts.md describes both for those who write receivers; test/receivers has two.
package notify
