// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// ending is how it went: the code to exit with, and what to say in the last lines.
type ending struct {
	code  int
	lines []string
}

func (e *ending) say(format string, args ...any) {
	e.lines = append(e.lines, fmt.Sprintf(format, args...))
}

// write puts the last lines into the log, but does not wait for ever for a stdout that nobody reads.
func (e *ending) write(out *output) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, line := range e.lines {
			out.note("%s", line)
		}
		out.finish()
	}()
	timer := time.NewTimer(sayTime)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// supervise waits for the command, the time limit or a request to stop, whichever comes first: that one decides the
// code. Then it ends what is left.
func supervise(p *processes, o Options, stop <-chan os.Signal, started time.Time) *ending {
	var limit <-chan time.Time
	if o.MaxTime > 0 {
		timer := time.NewTimer(time.Until(started.Add(o.MaxTime)))
		defer timer.Stop()
		limit = timer.C
	}
	e := &ending{}
	defer e.endLeftovers(p)
	select {
	case status := <-p.ended:
		e.commandEnded(status)
		return e
	case <-limit:
		e.code = contract.ExitTimeLimit
		e.say("the time limit of %s was reached", o.MaxTime)
	case sig := <-stop:
		e.code = exitStopped
		e.say("asked to stop by signal %d (%s)", sig, sig)
	}
	e.endCommand(p, o.Grace)
	return e
}

func (e *ending) commandEnded(status syscall.WaitStatus) {
	e.code = exitCode(status)
	if status.Signaled() {
		e.say("the command was ended by signal %d (%s)", status.Signal(), status.Signal())
	}
}

// endCommand ends the command and says how it took it.
func (e *ending) endCommand(p *processes, grace time.Duration) {
	var status syscall.WaitStatus
	done := make(chan struct{})
	go func() {
		status = <-p.ended
		close(done)
	}()
	killed := p.end(grace, done)
	select {
	case <-done:
	default:
		e.say("the command could not be killed")
		return
	}
	switch {
	case killed:
		e.say("the command did not end within %s and was killed", grace)
	case status.Signaled():
		e.say("the command was ended by signal %d (%s)", status.Signal(), status.Signal())
	default:
		e.say("the command ended with code %d", status.ExitStatus())
	}
}

// endLeftovers ends what the command has left running: its container is about to go, and its volume is to be read.
func (e *ending) endLeftovers(p *processes) {
	select {
	case <-p.gone:
		return
	default:
	}
	killed := p.end(leftoverGrace, p.gone)
	select {
	case <-p.gone:
		if killed {
			e.say("processes that the command left behind were killed")
		}
	default:
		e.say("processes that the command left behind could not be ended")
	}
}
