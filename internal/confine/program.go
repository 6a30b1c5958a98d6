// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"slices"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// What the kernel is to do with a call.
const (
	allow = uint32(unix.SECCOMP_RET_ALLOW)
	kill  = uint32(unix.SECCOMP_RET_KILL_PROCESS)
)

func answer(errno unix.Errno) uint32 { return unix.SECCOMP_RET_ERRNO | uint32(errno) }

// program is the filter.
func (a abi) program(sockets Sockets, threads Threads) []bpf.Instruction {
	return slices.Concat(
		a.ofThisArchitecture(), a.withoutAbsent(), a.withoutReserving(), a.withoutSlowing(threads), a.onlySockets(sockets), verdict(allow),
	)
}

// ofThisArchitecture leaves the call's number to be looked at. Foreign calls are killed and not answered, because their
// numbers mean something else, so that nothing that follows would hold for them.
func (a abi) ofThisArchitecture() []bpf.Instruction {
	p := []bpf.Instruction{
		load(offsetArch),
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: a.arch, SkipTrue: 1},
		bpf.RetConstant{Val: kill},
		load(offsetNumber),
	}
	if a.x32 {
		p = append(p,
			bpf.JumpIf{Cond: bpf.JumpLessThan, Val: x32Bit, SkipTrue: 2},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: noCall, SkipTrue: 1},
			bpf.RetConstant{Val: kill},
		)
	}
	return p
}

// withoutAbsent has calls answer as on a kernel that was built without them, which programs are prepared for. Keyrings
// are among them because a request for a key of the kernel's DNS resolver starts a program on the node, outside of every
// namespace, that looks a name up: a way out for whatever fits into a name.
func (a abi) withoutAbsent() (p []bpf.Instruction) {
	for _, number := range slices.Concat(uring[:], a.keyrings[:]) {
		p = append(p, on(number, verdict(answer(unix.ENOSYS))...)...)
	}
	return p
}

// withoutReserving has what takes room on a disk without writing to it answer as on a file system that cannot do it, as
// many cannot. The container's termination message is a file on the node's own disk, where all that is free could be
// taken by one call, at once and again and again. Attributes belong to it because some file systems keep any number of
// them with a file.
func (a abi) withoutReserving() []bpf.Instruction {
	cannot := answer(unix.EOPNOTSUPP)
	p := slices.Concat(
		on(a.fallocate, slices.Concat(
			[]bpf.Instruction{load(offsetSecond)},
			on(punchHole, verdict(allow)...),
			verdict(cannot),
		)...),
		on(a.ioctl, slices.Concat(
			[]bpf.Instruction{load(offsetSecond)},
			onAny(reserving, verdict(cannot)...),
			verdict(allow),
		)...),
	)
	for _, number := range append(a.attributes[:], setxattrat) {
		p = append(p, on(number, verdict(cannot)...)...)
	}
	return p
}
