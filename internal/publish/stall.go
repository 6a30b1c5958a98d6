// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stallTime is how long a server may take nothing of what it is sent. An upload that hung for longer would use up the time in
// which it could be tried again.
const stallTime = 2 * time.Minute

// endStalls has the kernel break off a connection on which nothing moves, also where the other side is alive and merely takes
// nothing: see TCP_USER_TIMEOUT in tcp(7). That costs nothing for each write.
func endStalls(_, _ string, raw syscall.RawConn) error {
	var failed error
	err := raw.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(stallTime.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
