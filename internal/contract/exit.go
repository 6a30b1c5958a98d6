// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package contract

// Exit codes of runner's own, by the custom of env, timeout and container runtimes. Any other code of an algorithm's
// container is the command's.
const (
	// ExitNotConfined says that the command was not started because it could not be confined to the sockets that it may have.
	ExitNotConfined = 122
	// ExitTimeLimit says that the time limit was reached, whatever the command then returned.
	ExitTimeLimit = 124
	// ExitRunner says that runner itself could not do its work.
	ExitRunner = 125
	// ExitNotExecutable says that the command was found, or its entrypoint read, but could not be run.
	ExitNotExecutable = 126
	// ExitNotFound says that there is no such command.
	ExitNotFound = 127
	// ExitSignal is added to the number of the signal that ended the command.
	ExitSignal = 128
)
