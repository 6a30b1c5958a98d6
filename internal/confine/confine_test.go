// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"cmp"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

const (
	noFamily = "EAFNOSUPPORT"
	noType   = "ESOCKTNOSUPPORT"
	noProto  = "EPROTONOSUPPORT"
	noCalls  = "ENOSYS"
	noRoom   = "ENOTSUP"
	killed   = "bad system call"
)

// tried is what comes of an attempt that a process of its own makes: made, the error's name, or the signal that ended it.
func tried(t *testing.T, name, from, filter string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), envAttempt+"="+name, envFrom+"="+from, envConfine+"="+filter)
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

// refused are the attempts that must fail. ip is what they come to where IP sockets are left, unless that is the same. free is
// what they come to without a filter. Where it is empty, that is for the machine and the user to say: there may be no such family,
// or no right to it.
var refused = []struct {
	attempt        string
	want, ip, free string
	amd64          bool
}{
	{attempt: "an IPv4 stream", want: noFamily, ip: made, free: made},
	{attempt: "an IPv4 datagram socket", want: noFamily, ip: made, free: made},
	{attempt: "an IPv4 stream by a type whose upper half is dropped", want: noFamily, ip: made, free: made},
	{attempt: "a ping socket", want: noFamily, ip: noProto},
	{attempt: "an IPv6 stream", want: noFamily, ip: sameAsFree},
	{attempt: "a raw IPv4 socket", want: noFamily, ip: noType},
	{attempt: "a raw IPv6 socket", want: noFamily, ip: noType},
	{attempt: "an SCTP stream", want: noFamily, ip: noProto},
	{attempt: "an SCTP socket of packets", want: noFamily, ip: noType},
	{attempt: "a multipath TCP stream", want: noFamily, ip: noProto},
	{attempt: "a packet socket of old", want: noFamily, ip: noType},
	{attempt: "a netlink socket", want: noFamily, ip: made, free: made},
	{attempt: "a netlink socket of devices", want: noFamily, ip: noProto, free: made},
	{attempt: "the names of the network's interfaces", want: noFamily, ip: made, free: made},
	{attempt: "talk over TCP", want: noFamily, ip: made, free: made},
	{attempt: "a packet socket", want: noFamily},
	{attempt: "a vsock", want: noFamily},
	{attempt: "a socket of the kernel's ciphers", want: noFamily},
	{attempt: "a Bluetooth socket", want: noFamily},
	{attempt: "an XDP socket", want: noFamily},
	{attempt: "an SMC socket", want: noFamily},
	{attempt: "a socket of no family", want: noFamily},
	{attempt: "an IPv4 socket by a family whose upper half is dropped", want: noFamily, ip: made, free: made},
	{attempt: "a pair of IPv4 sockets", want: noFamily, free: "ENOTSUP"},
	{attempt: "a TCP listener by the net package", want: noFamily, ip: made, free: made},
	{attempt: "io_uring_setup", want: noCalls},
	{attempt: "io_uring_enter", want: noCalls},
	{attempt: "io_uring_register", want: noCalls},
	{attempt: "a keyring", want: noCalls},
	{attempt: "a key of DNS", want: noCalls},
	{attempt: "room by fallocate", want: noRoom, free: made},
	{attempt: "room behind a file's end", want: noRoom, free: made},
	{attempt: "room by ioctl", want: noRoom, free: made},
	{attempt: "zeroes by ioctl", want: noRoom},
	{attempt: "a file's attribute", want: noRoom},
	{attempt: "an open file's attribute", want: noRoom},
	{attempt: "a socket by x32", want: killed, amd64: true},
	{attempt: "a unix socket by x32", want: killed, amd64: true},
	{attempt: "a socket by int 0x80", want: killed, amd64: true},
	{attempt: "a 32-bit program", want: killed, amd64: true},
	{attempt: "a static program", want: "no socket", ip: made, free: made, amd64: true},
	{attempt: "a static x32 program", want: killed, amd64: true},
}

// sameAsFree is for what the machine may not have.
const sameAsFree = "what there is"

func TestUnderTheFilterThereIsNoSocketButUnixOnes(t *testing.T) {
	for _, tc := range refused {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(tc.attempt+" from "+from, func(t *testing.T) {
				if tc.amd64 && runtime.GOARCH != "amd64" {
					t.Skip("this is of Intel's processors")
				}
				if got := tried(t, tc.attempt, from, withUnix); got != tc.want {
					t.Errorf("it came to %q, not to %q", got, tc.want)
				}
			})
		}
	}
}

func TestWhereIPSocketsAreLeftThereAreTCPAndUDPAndNothingElse(t *testing.T) {
	for _, tc := range refused {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(tc.attempt+" from "+from, func(t *testing.T) {
				if tc.amd64 && runtime.GOARCH != "amd64" {
					t.Skip("this is of Intel's processors")
				}
				want := cmp.Or(tc.ip, tc.want)
				if want == sameAsFree {
					want = tried(t, tc.attempt, from, free)
				}
				if got := tried(t, tc.attempt, from, withIP); got != want {
					t.Errorf("it came to %q, not to %q", got, want)
				}
			})
		}
	}
}

func TestOfTwoFiltersTheStricterHolds(t *testing.T) {
	for filter, want := range map[string]string{free: made, withIP: made, withUnix: noFamily} {
		if got := tried(t, "a socket under two filters", fromMain, filter); got != want {
			t.Errorf("after %q it came to %q, not to %q", filter, got, want)
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
				got := tried(t, tc.attempt, from, free)
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
		"a hole in a file",
		"a second filter on top of one",
	} {
		for _, from := range []string{fromMain, fromThread, fromChild} {
			t.Run(name+" from "+from, func(t *testing.T) {
				for _, filter := range []string{withUnix, withIP} {
					if got := tried(t, name, from, filter); got != made {
						t.Errorf("with %s it came to %q", filter, got)
					}
				}
			})
		}
	}
	if got := tried(t, "a call that there is not", fromMain, withUnix); got != noCalls {
		t.Errorf("a call that there is not came to %q", got)
	}
}

func TestEveryThreadIsUnderTheFilterAndGainsNoPrivileges(t *testing.T) {
	for _, from := range []string{fromMain, fromThread, fromChild} {
		for _, filter := range []string{withUnix, withIP} {
			if got := tried(t, "all threads are under it", from, filter); got != made {
				t.Errorf("from %s, with %s: %s", from, filter, got)
			}
		}
		if got := tried(t, "all threads are under it", from, free); got == made {
			t.Errorf("from %s: it is so without the filter, too", from)
		}
	}
}
