// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

const (
	noFamily = "EAFNOSUPPORT"
	noCalls  = "ENOSYS"
	killed   = "bad system call"
)

// tried is what comes of an attempt that a process of its own makes: made, the error's name, or the signal that ended it.
func tried(t *testing.T, name, from string, confined bool) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), envAttempt+"="+name, envFrom+"="+from)
	if confined {
		cmd.Env = append(cmd.Env, envConfine+"=1")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal().String()
	}
	return string(out)
}

// refused are the attempts that must fail. free is what they come to without a filter. Where it is empty, that is for the machine and the user to say: there
// may be no such family, or no right to it.
var refused = []struct {
	attempt    string
	want, free string
	amd64      bool
}{
	{attempt: "an IPv4 stream", want: noFamily, free: made},
	{attempt: "an IPv4 datagram socket", want: noFamily, free: made},
	{attempt: "a ping socket", want: noFamily},
	{attempt: "an IPv6 stream", want: noFamily},
	{attempt: "a raw IPv4 socket", want: noFamily},
	{attempt: "a raw IPv6 socket", want: noFamily},
	{attempt: "a netlink socket", want: noFamily, free: made},
	{attempt: "a packet socket", want: noFamily},
	{attempt: "a vsock", want: noFamily},
	{attempt: "a socket of the kernel's ciphers", want: noFamily},
	{attempt: "a Bluetooth socket", want: noFamily},
	{attempt: "an XDP socket", want: noFamily},
	{attempt: "an SMC socket", want: noFamily},
	{attempt: "a socket of no family", want: noFamily},
	{attempt: "an IPv4 socket by a family whose upper half is dropped", want: noFamily, free: made},
	{attempt: "a pair of IPv4 sockets", want: noFamily, free: "ENOTSUP"},
	{attempt: "a TCP listener by the net package", want: noFamily, free: made},
	{attempt: "io_uring_setup", want: noCalls},
	{attempt: "io_uring_enter", want: noCalls},
	{attempt: "io_uring_register", want: noCalls},
	{attempt: "a keyring", want: noCalls},
	{attempt: "a key of DNS", want: noCalls},
	{attempt: "a socket by x32", want: killed, amd64: true},
	{attempt: "a unix socket by x32", want: killed, amd64: true},
	{attempt: "a socket by int 0x80", want: killed, amd64: true},
	{attempt: "a 32-bit program", want: killed, amd64: true},
	{attempt: "a static program", want: "no socket", free: made, amd64: true},
	{attempt: "a static x32 program", want: killed, amd64: true},
}

func TestUnderTheFilterThereIsNoSocketButUnixOnes(t *testing.T) {
	for _, tc := range refused {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(tc.attempt+" from "+from, func(t *testing.T) {
				if tc.amd64 && runtime.GOARCH != "amd64" {
					t.Skip("this is of Intel's processors")
				}
				if got := tried(t, tc.attempt, from, true); got != tc.want {
					t.Errorf("it came to %q, not to %q", got, tc.want)
				}
			})
		}
	}
}

// Without this the test above could pass on a machine, or in a sandbox, where there is no network anyway.
func TestWithoutTheFilterTheSameAttemptsMakeSockets(t *testing.T) {
	for _, tc := range refused {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(tc.attempt+" from "+from, func(t *testing.T) {
				if tc.amd64 && runtime.GOARCH != "amd64" {
					t.Skip("this is of Intel's processors")
				}
				got := tried(t, tc.attempt, from, false)
				if tc.free != "" && got != tc.free || got == killed {
					t.Errorf("it came to %q, not to %q", got, tc.free)
				}
				if got == tc.want {
					t.Skipf("this machine has none anyway: %s", got)
				}
			})
		}
	}
}

func TestUnderTheFilterOrdinaryProgramsGoOn(t *testing.T) {
	for _, name := range []string{
		"a unix socket", "a pair of unix sockets", "talk over a unix socket", "talk over an abstract socket", "a pipe",
		"a second filter on top of one",
	} {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(name+" from "+from, func(t *testing.T) {
				if got := tried(t, name, from, true); got != made {
					t.Errorf("it came to %q", got)
				}
			})
		}
	}
	if got := tried(t, "a call that there is not", fromMain, true); got != noCalls {
		t.Errorf("a call that there is not came to %q", got)
	}
}

func TestEveryThreadIsUnderTheFilterAndGainsNoPrivileges(t *testing.T) {
	for _, from := range []string{fromMain, fromThread, fromChild} {
		if got := tried(t, "all threads are under it", from, true); got != made {
			t.Errorf("from %s: %s", from, got)
		}
		if got := tried(t, "all threads are under it", from, false); got == made {
			t.Errorf("from %s: it is so without the filter, too", from)
		}
	}
}
