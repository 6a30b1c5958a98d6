// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
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
	if err := attempt(name, os.Getenv(envFrom), os.Getenv(envConfine) != ""); err != nil {
		fmt.Print(named(err))
		os.Exit(1)
	}
	fmt.Print(made)
}

// attempt does one thing, perhaps under the filter, which is always installed from a thread that does not make the attempt.
func attempt(name, from string, confined bool) error {
	act, ok := attempts[name]
	if !ok {
		return fmt.Errorf("there is no attempt %q", name)
	}
	lock := func() error {
		if !confined {
			return nil
		}
		return ToUnixSockets()
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

// attempts are what a program may try, by what it is after.
var attempts = map[string]func() error{
	"an IPv4 stream":                   socket(unix.AF_INET, unix.SOCK_STREAM, 0),
	"an IPv4 datagram socket":          socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0),
	"a ping socket":                    socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP),
	"an IPv6 stream":                   socket(unix.AF_INET6, unix.SOCK_STREAM, 0),
	"a raw IPv4 socket":                socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"a raw IPv6 socket":                socket(unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"a netlink socket":                 socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE),
	"a packet socket":                  socket(unix.AF_PACKET, unix.SOCK_RAW, 0),
	"a vsock":                          socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0),
	"a socket of the kernel's ciphers": socket(unix.AF_ALG, unix.SOCK_SEQPACKET, 0),
	"a Bluetooth socket":               socket(unix.AF_BLUETOOTH, unix.SOCK_RAW, 0),
	"an XDP socket":                    socket(unix.AF_XDP, unix.SOCK_RAW, 0),
	"an SMC socket":                    socket(unix.AF_SMC, unix.SOCK_STREAM, 0),
	"a socket of no family":            socket(unix.AF_UNSPEC, unix.SOCK_STREAM, 0),
	"an IPv4 socket by a family whose upper half is dropped": func() error {
		return raw(unix.SYS_SOCKET, 1<<32|unix.AF_INET, unix.SOCK_STREAM, 0)
	},
	"a pair of IPv4 sockets": func() error {
		var fds [2]int32
		return raw(unix.SYS_SOCKETPAIR, unix.AF_INET, unix.SOCK_STREAM, 0, address(&fds))
	},
	"io_uring_setup":    func() error { return raw(unix.SYS_IO_URING_SETUP, 1, 0) },
	"io_uring_enter":    func() error { return raw(unix.SYS_IO_URING_ENTER, ^uintptr(0), 0, 0) },
	"io_uring_register": func() error { return raw(unix.SYS_IO_URING_REGISTER, ^uintptr(0), 0, 0) },
	"a keyring":         func() error { return raw(unix.SYS_KEYCTL, unix.KEYCTL_GET_KEYRING_ID, ^uintptr(2), 1) },
	"a key of DNS": func() error {
		_, err := unix.RequestKey("user", "operator-engine-no-such-key", "", 0)
		return err
	},
	"a TCP listener by the net package": func() error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err == nil {
			err = l.Close()
		}
		return err
	},
	"a socket by x32":      func() error { return raw(x32Bit|41, unix.AF_INET, unix.SOCK_STREAM, 0) },
	"a unix socket by x32": func() error { return raw(x32Bit|41, unix.AF_UNIX, unix.SOCK_STREAM, 0) },
	"a socket by int 0x80": func() error { return runBare(elf64, int80Socket) },
	"a 32-bit program":     func() error { return runBare(elf32, i386Socket) },
	"a static program":     func() error { return runBare(elf64, amd64Socket) },
	"a static x32 program": func() error { return runBare(elf64, x32Socket) },
	"a unix socket":        socket(unix.AF_UNIX, unix.SOCK_STREAM, 0),
	"a pair of unix sockets": func() error {
		_, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		return err
	},
	"a call that there is not":      func() error { return raw(^uintptr(0)) },
	"talk over a unix socket":       func() error { return talk(filepath.Join(os.TempDir(), fmt.Sprintf("confine-%d", os.Getpid()))) },
	"talk over an abstract socket":  func() error { return talk(fmt.Sprintf("@confine-%d", os.Getpid())) },
	"a pipe":                        pipe,
	"all threads are under it":      everyThread,
	"a second filter on top of one": ToUnixSockets,
}

func socket(family, kind, protocol int) func() error {
	return func() error {
		_, err := unix.Socket(family, kind, protocol)
		return err
	}
}

// talk sends a word from one end of a connection to the other.
func talk(address string) error {
	l, err := net.Listen("unix", address)
	if err != nil {
		return err
	}
	defer l.Close()
	there, err := net.Dial("unix", address)
	if err != nil {
		return err
	}
	defer there.Close()
	here, err := l.Accept()
	if err != nil {
		return err
	}
	defer here.Close()
	return pass(here, there)
}

func pipe() error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	return pass(write, read)
}
