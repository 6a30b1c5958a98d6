// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"syscall"
	"time"
)

// maxMessage is what a termination message may have before it is emptied; of one, the kubelet reads 4 KiB.
const maxMessage = 64 << 10

// maxRoom is how much of the disk it may take before it is emptied. That differs from its length where room is reserved behind the
// file's end; file systems that give room in large pieces must not look like it.
const maxRoom = 512 << 10

// blockSize is what st_blocks counts, whatever the file system's blocks are.
const blockSize = 512

// messagePause is how long a command may write to its termination message before runner looks.
const messagePause = 250 * time.Millisecond

// boundMessage keeps the termination message short, until stop is called. Nothing else does: it is a file on the node's own disk
// that everybody in the container may write to, and it counts neither as ephemeral storage nor as a log. To empty it gives back what is
// reserved behind its end, too.
func boundMessage(path string) (stop func()) {
	ticker, done := time.NewTicker(messagePause), make(chan struct{})
	go func() {
		for {
			shorten(path)
			select {
			case <-ticker.C:
			case <-done:
				ticker.Stop()
				return
			}
		}
	}()
	return func() {
		close(done)
		shorten(path) // The file outlives the container, and nobody writes to it any more.
	}
}

func shorten(path string) {
	if tooLong(path) {
		_ = syscall.Truncate(path, 0) // It is tried again.
	}
}

// tooLong opens no file: the command may leave runner none to open (prlimit).
func tooLong(path string) bool {
	var stat syscall.Stat_t
	if err := syscall.Stat(path, &stat); err != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return false
	}
	return stat.Size > maxMessage || stat.Blocks*blockSize > maxRoom
}
