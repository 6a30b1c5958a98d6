// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package escape runs algorithms that try to get out, in Python and as a static program, as workflows on a real cluster. Each
// attempt is a row of one table, with what is tried, what must come of it and who tells; `make test-escape` counts those that
// got through. It also makes the attempts on the network where a workflow has one, and fails unless TCP and UDP get through then, and
// nothing else; and in a pod without runner, whose filter is off so, where it fails unless those get through that nothing else stops.
package escape
