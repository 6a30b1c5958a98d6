// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package confine takes the network, or all of it but TCP and UDP, from the process that calls it and from everything that the
// process starts, for good.
// It asks the kernel alone: no network plugin, no capability and no right is needed, and nothing can take it back.
//
// It also takes the ways to fill a disk without writing to it, for the one file of the node's that a container may write to, and
// those to slow down the threads of whoever watches over the process.
//
// Unix sockets are always left. Those of the node are not in the pod's file systems, and abstract ones belong to the
// pod's own network namespace, so they lead to other containers of the same pod at most.
package confine
