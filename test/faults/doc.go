// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package faults makes faults happen to the operator and proves that it comes to the same end every time: it dies at every
// write, sees an old view, talks to a bad API server or to none for a minute, or has a twin whose last write arrives late.
// What the provider's backend is told, by real HTTP, is part of the end.
//
// What it is proved against is real: an API server, the controller-manager (Jobs, garbage collection, namespaces), and
// nodes that kwok keeps alive. What runs on the nodes is played by the package itself: see kubelet_test.go. A case is one
// file in scenarios/: see story_test.go. `make test-faults` runs everything; `go test` with -scenario and -fault repeats one
// run. Sequences of random events are internal/plan's own matter (TestWalks there): they need no cluster.
package faults
