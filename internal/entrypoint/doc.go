// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package entrypoint turns the one line that a consumer writes as an algorithm's entrypoint into the words of a command,
// as a POSIX shell would: quotes, backslashes and $NAME mean what they mean there. It is not a shell: what needs one
// (pipes, redirections, several commands, command substitution, assignments) is refused, and file name patterns and
// tildes are left as they stand. It runs nothing and reads no environment but what it is handed.
package entrypoint
