// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"syscall"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// exitStopped says that runner was asked to stop while the command ran. It is returned whatever the command then returned:
// half a result that a handler for TERM ends with code 0 must not look like a whole one. A command that had already ended
// keeps its own code.
const exitStopped = contract.ExitSignal + int(syscall.SIGTERM)

// exitCode is the command's own code, or 128+n when signal n ended it.
func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		return contract.ExitSignal + int(status.Signal())
	}
	return status.ExitStatus()
}
