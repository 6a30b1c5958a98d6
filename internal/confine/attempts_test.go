// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"fmt"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/test/bare"
)

// attempts are what a program may try, by what it is after.
var attempts = map[string]func() error{
	"an IPv4 stream":                   socket(unix.AF_INET, unix.SOCK_STREAM, 0),
	"an IPv4 datagram socket":          socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0),
	"a ping socket":                    socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP),
	"an IPv6 stream":                   socket(unix.AF_INET6, unix.SOCK_STREAM, 0),
	"a raw IPv4 socket":                socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"a raw IPv6 socket":                socket(unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"an SCTP stream":                   socket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_SCTP),
	"an SCTP socket of packets":        socket(unix.AF_INET, unix.SOCK_SEQPACKET, unix.IPPROTO_SCTP),
	"a multipath TCP stream":           socket(unix.AF_INET6, unix.SOCK_STREAM, unix.IPPROTO_MPTCP),
	"a packet socket of old":           socket(unix.AF_INET, unix.SOCK_PACKET, 0x300),
	"a netlink socket":                 socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE),
	"a netlink socket of devices":      socket(unix.AF_NETLINK, unix.SOCK_DGRAM, unix.NETLINK_KOBJECT_UEVENT),
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
	"an IPv4 stream by a type whose upper half is dropped": func() error {
		return raw(unix.SYS_SOCKET, unix.AF_INET, 1<<32|unix.SOCK_STREAM, 0)
	},
	"the names of the network's interfaces": func() error {
		_, err := net.Interfaces()
		return err
	},
	"talk over TCP": func() error { return talkOver("tcp", "127.0.0.1:0") },
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
	"room by fallocate":        onFile(func(f *os.File) error { return unix.Fallocate(int(f.Fd()), 0, 0, much) }),
	"room behind a file's end": onFile(func(f *os.File) error { return unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, 0, much) }),
	"room by ioctl":            onFile(func(f *os.File) error { return reserve(f, 0x4030582a) }),
	"zeroes by ioctl":          onFile(func(f *os.File) error { return reserve(f, 0x40305839) }),
	"a file's attribute":       onFile(func(f *os.File) error { return unix.Setxattr(f.Name(), "user.confine", []byte("x"), 0) }),
	"an open file's attribute": onFile(func(f *os.File) error { return unix.Fsetxattr(int(f.Fd()), "user.confine", []byte("x"), 0) }),
	"a hole in a file":         onFile(func(f *os.File) error { return unix.Fallocate(int(f.Fd()), punchHole, 0, much) }),
	"a TCP listener by the net package": func() error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err == nil {
			err = l.Close()
		}
		return err
	},
	"a socket by x32":      func() error { return raw(x32Bit|41, unix.AF_INET, unix.SOCK_STREAM, 0) },
	"a unix socket by x32": func() error { return raw(x32Bit|41, unix.AF_UNIX, unix.SOCK_STREAM, 0) },
	"a socket by int 0x80": bare.Int80.Run,
	"a 32-bit program":     bare.I386.Run,
	"a static program":     bare.Static.Run,
	"a static x32 program": bare.X32.Run,
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
	"a second filter on top of one": func() error { return To(UnixSockets, Threads{}) },
	"a socket under two filters": func() error {
		if err := To(IPSockets, Threads{}); err != nil {
			return err
		}
		return socket(unix.AF_INET, unix.SOCK_STREAM, 0)()
	},
}

func socket(family, kind, protocol int) func() error {
	return func() error {
		_, err := unix.Socket(family, kind, protocol)
		return err
	}
}

// talk sends a word from one end of a connection to the other.
func talk(address string) error {
	return talkOver("unix", address)
}

func talkOver(network, address string) error {
	l, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	defer l.Close()
	there, err := net.Dial(network, l.Addr().String())
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
