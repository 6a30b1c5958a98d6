// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package process runs programs beside a test, and ends no others.
package process

import (
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"
)

// Process is a program that was started here, and the only kind that is ended here.
type Process struct {
	command *exec.Cmd
	ended   chan struct{}
}

// Start starts a program, which ends with this one at the latest.
func Start(command *exec.Cmd, log io.Writer) (*Process, error) {
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command.Path, err)
	}
	p := &Process{command: command, ended: make(chan struct{})}
	go func() {
		_ = command.Wait() // How it ended matters to nobody: the waits that need it tell.
		close(p.ended)
	}()
	return p, nil
}

// Ended is closed when the program has.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Stop asks the program to end, and makes it.
func (p *Process) Stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM) // It may have ended already.
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		_ = p.command.Process.Kill()
		<-p.ended
	}
}
