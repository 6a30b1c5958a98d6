// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Runner goes on killing for ten seconds before it leaves the rest to the kernel, which ends a container's processes when
// its first one ends.
const (
	killPause = 50 * time.Millisecond
	maxKills  = 200
	maxMisses = 4
)

// processes are the command and everything that comes from it. One loop waits for all of them, because whatever loses
// its parent becomes a child of runner's, and a wait for the command alone would leave zombies behind.
type processes struct {
	command int
	// all says that runner is the first process of the container, so that everything else in it may be signalled.
	all bool
	// ended gets the command's status, once.
	ended chan syscall.WaitStatus
	// gone is closed when no child is left.
	gone chan struct{}
}

// adoptOrphans makes runner the parent of what the command leaves behind, as it is anyway when it is the first process.
func adoptOrphans() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("become the reaper of the command's processes: %w", err)
	}
	return nil
}

// watch reaps children until none is left. It must not begin before the command is started: a failed start reaps its
// own child.
func watch(command int) *processes {
	p := &processes{
		command: command,
		all:     syscall.Getpid() == 1,
		ended:   make(chan syscall.WaitStatus, 1),
		gone:    make(chan struct{}),
	}
	go p.reap()
	return p
}

func (p *processes) reap() {
	defer close(p.gone)
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WALL, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return // no child is left, and so nothing that could become one
		case pid == p.command:
			p.ended <- status
		}
	}
}

// signal reaches every process there is when runner is the first of the container; else only the command's own group,
// as others are not runner's to touch. It reports whether it reached any.
func (p *processes) signal(sig syscall.Signal) bool {
	target := -p.command
	if p.all {
		target = -1
	}
	return !errors.Is(syscall.Kill(target, sig), syscall.ESRCH)
}

// end asks the processes to end and kills them after the grace, until done is closed. It reports whether it had
// to kill any.
func (p *processes) end(grace time.Duration, done <-chan struct{}) (killed bool) {
	if p.signal(syscall.SIGTERM) {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-done:
			return false
		case <-timer.C:
		}
	}
	// Again and again, as a process may be forking all the while; but a few misses in a row mean that what is left is out
	// of reach.
	again := time.NewTicker(killPause)
	defer again.Stop()
	for tries, misses := 0, 0; tries < maxKills && misses < maxMisses; tries++ {
		if p.signal(syscall.SIGKILL) {
			killed, misses = true, 0
		} else {
			misses++
		}
		select {
		case <-done:
			return killed
		case <-again.C:
		}
	}
	return killed
}
