// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import "syscall"

// Exit codes of runner's own, by the custom of env, timeout and container runtimes. Any other code is the command's.
const (
	// ExitTimeLimit says that the time limit was reached, whatever the command then returned.
	ExitTimeLimit = 124
	// ExitRunner says that runner itself could not do its work.
	ExitRunner = 125
	// ExitNotExecutable says that the command was found, or its entrypoint read, but could not be run.
	ExitNotExecutable = 126
	// ExitNotFound says that there is no such command.
	ExitNotFound = 127
	// ExitStopped says that runner was asked to stop while the command ran. It is returned whatever the command then
	// returned: half a result that a handler for TERM ends with code 0 must not look like a whole one. A command that
	// had already ended keeps its own code.
	ExitStopped = 128 + int(syscall.SIGTERM)
)

// exitCode is the command's own code, or 128+n when signal n ended it.
func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}
