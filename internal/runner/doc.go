// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package runner starts the consumer's command inside the algorithm's container and takes the shell's and the init's
// place there: it takes the network from the command, or all of it but TCP and UDP, writes the log, keeps the time limit, reaps what the command leaves
// behind and exits with the command's own code. It knows nothing of Kubernetes, and it decides nothing: how the pod ended
// is read from the container's status. It runs next to code that nobody trusts, in the same container and as the same
// user, so nothing that must hold depends on it alone but the lack of a network, which is the kernel's to keep from before
// the command's start on, whatever becomes of runner.
package runner
