// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// drainTime is how long runner waits for the rest of the output once no process that it may kill is left.
const drainTime = 2 * time.Second

// maxPipe is the most that the kernel lets an ordinary user keep in a pipe.
const maxPipe = 1 << 20

// pipe carries stdout and stderr of the command, in the order in which they are written, to the output.
type pipe struct {
	read, write *os.File
	copied      chan struct{}
}

func newPipe() (*pipe, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe for the output: %w", err)
	}
	return &pipe{read: read, write: write, copied: make(chan struct{})}, nil
}

// copyTo starts copying. The writing end is closed here: the processes have their own.
func (p *pipe) copyTo(w io.Writer) {
	_ = p.write.Close()
	go func() {
		defer close(p.copied)
		// The error is the end of the output, or the deadline that drain sets.
		_, _ = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{p.read}, make([]byte, 64<<10))
	}()
}

// drain waits for the end of the output, but not for a process that has got away and keeps the pipe open: it takes what
// lies in the pipe by then and leaves. It reports whether all was read.
func (p *pipe) drain(w io.Writer) bool {
	defer p.read.Close()
	if p.waitCopied() {
		return true
	}
	_ = p.read.SetReadDeadline(time.Unix(1, 0))
	if !p.waitCopied() {
		return false // stdout or the disk is stuck
	}
	_ = p.read.SetReadDeadline(time.Time{})
	p.takeRest(w)
	return false
}

func (p *pipe) waitCopied() bool {
	timer := time.NewTimer(drainTime)
	defer timer.Stop()
	select {
	case <-p.copied:
		return true
	case <-timer.C:
		return false
	}
}

// takeRest reads without waiting, and never more than a pipe holds, as somebody may still be writing.
func (p *pipe) takeRest(w io.Writer) {
	raw, err := p.read.SyscallConn()
	if err != nil {
		return
	}
	buf := make([]byte, 64<<10)
	for rest := maxPipe; rest > 0; {
		n := 0
		_ = raw.Read(func(fd uintptr) bool {
			n, _ = syscall.Read(int(fd), buf)
			return true
		})
		if n <= 0 {
			return
		}
		_, _ = w.Write(buf[:n])
		rest -= n
	}
}
