// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"slices"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Sockets are those that a process may make.
type Sockets int

const (
	// UnixSockets lead nowhere outside of the pod.
	UnixSockets Sockets = iota
	// IPSockets are those of TCP and UDP besides, over IPv4 and IPv6, and the one that tells which interfaces there are
	// (getifaddrs). Nothing else: that a cluster enforces network policies is proven for TCP and UDP, and Kubernetes leaves
	// open what a policy does to other protocols. Each family more would also be another part of the kernel within reach.
	IPSockets
)

// onlySockets answers a call that would make another one as a kernel does that has not been built with it.
func (a abi) onlySockets(sockets Sockets) []bpf.Instruction {
	families := on(unix.AF_UNIX, verdict(allow)...)
	if sockets == IPSockets {
		families = slices.Concat(families, ipFamilies())
	}
	none := verdict(answer(unix.EAFNOSUPPORT))
	return slices.Concat(
		on(a.socket, slices.Concat([]bpf.Instruction{load(offsetFirst)}, families, none)...),
		// Of pairs the kernel has unix ones, and those of TIPC, whatever else a process may make.
		on(a.socketpair, slices.Concat([]bpf.Instruction{load(offsetFirst)}, on(unix.AF_UNIX, verdict(allow)...), none)...),
	)
}

// ipFamilies are judged by type and protocol, too: the type SOCK_PACKET of IPv4 is a packet socket, and raw ones need a
// right that no algorithm has.
func ipFamilies() []bpf.Instruction {
	return slices.Concat(
		on(unix.AF_NETLINK, onlyProtocols(unix.NETLINK_ROUTE)...),
		onAny([]uint32{unix.AF_INET, unix.AF_INET6}, slices.Concat(
			[]bpf.Instruction{load(offsetSecond), bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: kindMask}},
			onAny([]uint32{unix.SOCK_STREAM, unix.SOCK_DGRAM}, onlyProtocols(unix.IPPROTO_IP, unix.IPPROTO_TCP, unix.IPPROTO_UDP)...),
			verdict(answer(unix.ESOCKTNOSUPPORT)),
		)...),
	)
}

// onlyProtocols decides by the protocol, of which 0 is the type's own.
func onlyProtocols(protocols ...uint32) []bpf.Instruction {
	return slices.Concat(
		[]bpf.Instruction{load(offsetThird)},
		onAny(protocols, verdict(allow)...),
		verdict(answer(unix.EPROTONOSUPPORT)),
	)
}
