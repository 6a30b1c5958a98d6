// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// The test binary is also the process under the filter, which nobody can leave again. These variables say what it does.
const (
	envAttempt = "TEST_ATTEMPT"
	envFrom    = "TEST_FROM"
	envConfine = "TEST_CONFINE"
)

// Where in the process an attempt is made.
const (
	fromMain   = "the main thread"
	fromThread = "a thread that was there before the filter"
	fromChild  = "a child process"
)

// Under what an attempt is made.
const (
	free     = ""
	withUnix = "unix sockets"
	withIP   = "IP sockets"
)

const made = "made"

// init keeps the first goroutine on the main thread.
func init() {
	if os.Getenv(envAttempt) != "" {
		runtime.LockOSThread()
	}
}

func TestMain(m *testing.M) {
	name := os.Getenv(envAttempt)
	if name == "" {
		os.Exit(m.Run())
	}
	if err := attempt(name, os.Getenv(envFrom), os.Getenv(envConfine)); err != nil {
		fmt.Print(named(err))
		os.Exit(1)
	}
	fmt.Print(made)
}

// filters are what may be installed before an attempt, by the value of envConfine.
var filters = map[string]func() error{
	free:     func() error { return nil },
	withUnix: func() error { return To(UnixSockets, Threads{}) },
	withIP:   func() error { return To(IPSockets, Threads{}) },
}

// attempt does one thing, perhaps under a filter, which is always installed from a thread that does not make the attempt.
func attempt(name, from, filter string) error {
	act, ok := attempts[name]
	lock, known := filters[filter]
	if !ok || !known {
		return fmt.Errorf("there is no attempt %q or no filter %q", name, filter)
	}
	switch from {
	case fromMain:
		if err := <-onThread(lock); err != nil {
			return err
		}
		return act()
	case fromThread:
		locked, ready := make(chan struct{}), make(chan struct{})
		result := onThread(func() error {
			close(ready)
			<-locked
			return act()
		})
		<-ready
		if err := lock(); err != nil {
			return err
		}
		close(locked)
		return <-result
	}
	if err := lock(); err != nil {
		return err
	}
	return become(name)
}

// onThread does something on a thread of its own.
func onThread(do func() error) <-chan error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		result <- do()
	}()
	return result
}

// become starts another process, which installs no filter, and ends as it ends.
func become(name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), envAttempt+"="+name, envFrom+"="+fromMain, envConfine+"=")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err == nil {
		os.Exit(0)
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		fmt.Print(status.Signal())
	}
	os.Exit(1)
	return nil
}

// named is an error's name in C where it has one.
func named(err error) string {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return unix.ErrnoName(errno)
	}
	return err.Error()
}
