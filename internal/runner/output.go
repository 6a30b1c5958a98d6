// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
)

// output is where everything goes that the command writes: the log file and runner's own stdout, both up to the same
// number of bytes. It never gives an error back to the command: what cannot be kept is dropped, and said at the end.
type output struct {
	mu     sync.Mutex
	log    *os.File
	stdout io.Writer

	limit, written int64
	midLine        bool
	cut            bool
	logErr         error
}

// openOutput makes the log file. It follows no link: the folder is the command's to write to as soon as it runs.
func openOutput(path string, limit int64, stdout io.Writer) (*output, error) {
	log, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0o644)
	if err != nil {
		return nil, fmt.Errorf("create the log file: %w", err)
	}
	return &output{log: log, stdout: stdout, limit: limit}, nil
}

// Write keeps what still fits and takes the rest without complaint.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	kept := p
	if room := o.limit - o.written; int64(len(kept)) > room {
		kept = kept[:room]
	}
	o.both(kept)
	o.written += int64(len(kept))
	if len(kept) < len(p) && !o.cut {
		o.cut = true
		o.line(fmt.Sprintf("the output was cut after %d bytes", o.limit))
	}
	return len(p), nil
}

// note writes a line of runner's own. It does not count against the limit.
func (o *output) note(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.line(fmt.Sprintf(format, args...))
}

// finish says what could not be kept and closes the log.
func (o *output) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.logErr == nil {
		o.logErr = o.log.Close()
	} else {
		_ = o.log.Close() // the first error says more
	}
	if o.logErr != nil {
		o.line(fmt.Sprintf("the log file is incomplete: %v", o.logErr))
	}
}

func (o *output) line(text string) {
	if o.midLine {
		text = "\nrunner: " + text
	} else {
		text = "runner: " + text
	}
	o.both([]byte(text + "\n"))
}

// both ignores errors of stdout, which nobody is left to hear about, and remembers the first one of the log.
func (o *output) both(p []byte) {
	if len(p) == 0 {
		return
	}
	_, _ = o.stdout.Write(p)
	if o.logErr == nil {
		_, o.logErr = o.log.Write(p)
	}
	o.midLine = p[len(p)-1] != '\n'
}
