// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/test/bare"
)

// target is an address of the cluster that the suite gives with the workflow.
func target(name string) string {
	var all map[string]string
	text, err := os.ReadFile(filepath.Join(os.Getenv("INPUTS"), "algoCustomData.json"))
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil || all[name] == "" {
		panic(fmt.Sprintf("there is no address of %s: %v", name, err))
	}
	return all[name]
}

var network = map[string]attempt{
	"tcp-pod":        dials("tcp", "pod"),
	"tcp-api-server": dials("tcp", "api"),
	"tcp-node":       dials("tcp", "node"),
	"tcp-metadata":   func() error { return dial("tcp", "169.254.169.254:80") },
	"tcp-internet":   func() error { return dial("tcp", "192.0.2.1:443") },
	"tcp-loopback":   listens("tcp", "127.0.0.1:0"),
	"tcp-ipv6":       listens("tcp6", "[::1]:0"),
	"udp-dns":        asksDNS,
	"dns-by-go":      looksUp,
	"ping":           socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP),
	"raw-ipv4":       socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"raw-ipv6":       socket(unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_RAW),
	"sctp":           socket(unix.AF_INET, unix.SOCK_SEQPACKET, unix.IPPROTO_SCTP),
	"mptcp":          socket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP),
	"netlink-route":  socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE),
	"netlink-uevent": socket(unix.AF_NETLINK, unix.SOCK_DGRAM, unix.NETLINK_KOBJECT_UEVENT),
	"packet":         socket(unix.AF_PACKET, unix.SOCK_RAW, 0x300),
	"vsock":          socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0),
	"alg":            socket(unix.AF_ALG, unix.SOCK_SEQPACKET, 0),
	"bluetooth":      socket(unix.AF_BLUETOOTH, unix.SOCK_RAW, 0),
	"xdp":            socket(unix.AF_XDP, unix.SOCK_RAW, 0),
	"smc":            socket(unix.AF_SMC, unix.SOCK_STREAM, 0),
	"every-family":   everyFamily(unix.SYS_SOCKET),
	"every-pair":     everyFamily(unix.SYS_SOCKETPAIR),
	"upper-half":     call(unix.SYS_SOCKET, 1<<32|unix.AF_INET, unix.SOCK_STREAM, 0),
	"io-uring-setup": ring,
	"io-uring-enter": call(unix.SYS_IO_URING_ENTER, ^uintptr(0), 0, 0),
	"io-uring-reg":   call(unix.SYS_IO_URING_REGISTER, ^uintptr(0), 0, 0),
	"keyring":        call(unix.SYS_KEYCTL, unix.KEYCTL_GET_KEYRING_ID, ^uintptr(2), 1),
	"key-of-dns":     func() error { _, err := unix.RequestKey("dns_resolver", "escape.invalid", "", 0); return err },
	"key-of-own": func() error {
		_, err := unix.AddKey("user", "escape", []byte("x"), unix.KEY_SPEC_PROCESS_KEYRING)
		return err
	},
	"x32":              call(0x40000000|41, unix.AF_INET, unix.SOCK_STREAM, 0),
	"x32-program":      bare.X32.Run,
	"int-80":           bare.Int80.Run,
	"i386-program":     bare.I386.Run,
	"static-program":   bare.Static.Run,
	"filter-taken-off": takesFilterOff,
	"inherited-socket": inherited,
	"unix-to-ipv4":     unixToIPv4,
	"node-sockets":     nodeSockets,
	"abstract-sockets": abstractSockets,
	"unix-socket":      socket(unix.AF_UNIX, unix.SOCK_STREAM, 0),
	"pair-of-unix":     passesAFile,
}

func dials(network, name string) attempt {
	return func() error { return dial(network, target(name)) }
}

func dial(network, address string) error {
	c, err := net.DialTimeout(network, address, patience/2)
	if err != nil {
		return err
	}
	return c.Close()
}

func listens(network, address string) attempt {
	return func() error {
		l, err := net.Listen(network, address)
		if err != nil {
			return err
		}
		return l.Close()
	}
}

// asksDNS sends a question to the cluster's name server itself, and wants an answer.
func asksDNS() error {
	c, err := net.Dial("udp", target("dns"))
	if err != nil {
		return err
	}
	defer c.Close()
	question := append([]byte{0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}, "\x0akubernetes\x07default\x03svc\x07cluster\x05local\x00\x00\x01\x00\x01"...)
	if _, err := c.Write(question); err != nil {
		return err
	}
	_, err = c.Read(make([]byte, 512))
	return err
}

func looksUp() error {
	_, err := net.LookupHost("kubernetes.default.svc.cluster.local.")
	if err != nil && strings.Contains(err.Error(), "not supported by protocol") {
		return unix.EAFNOSUPPORT // The resolver has made a text of it.
	}
	return err
}

func socket(family, kind, protocol int) attempt {
	return func() error {
		_, err := unix.Socket(family, kind, protocol)
		return err
	}
}

// everyFamily asks for every family that a kernel may have, but unix, and tells the first that is there or that is not simply
// unknown.
func everyFamily(number uintptr) attempt {
	return func() error {
		const families = 256
		var pair [2]int32
		for family := range uintptr(families) {
			for _, kind := range []uintptr{unix.SOCK_STREAM, unix.SOCK_DGRAM, unix.SOCK_RAW, unix.SOCK_SEQPACKET, unix.SOCK_RDM} {
				if family == unix.AF_UNIX {
					continue
				}
				if err := raw(number, family, kind, 0, uintptr(unsafe.Pointer(&pair))); !errors.Is(err, unix.EAFNOSUPPORT) {
					return fmt.Errorf("family %d answers %s", family, named(err))
				}
			}
		}
		return unix.EAFNOSUPPORT
	}
}

// ring asks for one with room for its parameters.
func ring() error {
	var parameters [120]byte
	return raw(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&parameters)))
}

// takesFilterOff lays a filter on top that allows everything, and then asks for a socket.
func takesFilterOff() error {
	allow := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW}}
	program := unix.SockFprog{Len: 1, Filter: &allow[0]}
	if err := raw(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))); err != nil {
		return fmt.Errorf("the second filter: %w", err)
	}
	return socket(unix.AF_INET, unix.SOCK_STREAM, 0)()
}

// inherited looks for sockets that were open before the command was there.
func inherited() error {
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return err
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, "socket:") {
			return nil
		}
	}
	return errors.New("none")
}

// unixToIPv4 gives a unix socket an address of the other family.
func unixToIPv4() error {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(target("pod"))
	if err != nil {
		return err
	}
	to := &unix.SockaddrInet4{Port: 80, Addr: [4]byte(net.ParseIP(host).To4())}
	return either(
		func() error { return unix.Connect(fd, to) }, func() error { return unix.Bind(fd, to) }, func() error { return unix.Sendto(fd, []byte("x"), 0, to) },
	)()
}

// nodeSockets looks for those of the node's programs.
func nodeSockets() error {
	var all []attempt
	for _, path := range []string{
		"/run/containerd/containerd.sock", "/var/run/docker.sock", "/run/crio/crio.sock", "/run/systemd/private", "/run/dbus/system_bus_socket",
		"/var/lib/kubelet/device-plugins/kubelet.sock", "/dev/log",
	} {
		all = append(all, func() error { return dial("unix", path) })
	}
	return either(all...)()
}

// abstractSockets tries all that there are in this network namespace: other containers, and a node's with host networking.
func abstractSockets() error {
	table, err := os.ReadFile("/proc/net/unix")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(table)) {
		if _, name, found := strings.Cut(strings.TrimSpace(line), "@"); found && dial("unix", "@"+name) == nil {
			return nil
		}
	}
	return errors.New("none")
}

// passesAFile is what programs without a network still do: an open file goes from one end of a pair to the other.
func passesAFile() error {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Sendmsg(pair[0], []byte("x"), unix.UnixRights(0), nil, 0); err != nil {
		return err
	}
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(pair[1], make([]byte, 1), oob, 0)
	if err == nil && n == 0 {
		err = errors.New("no file came")
	}
	return err
}
