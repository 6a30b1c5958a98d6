// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Where things are in the kernel's struct seccomp_data. The family of socket and socketpair is their first argument, of
// which the kernel reads an int: the lower half, which lies first on the little-endian machines of abis. What stands in
// the upper half must not matter.
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetFamily = 16
)

// abi is how one architecture makes system calls. There is no socketcall on any of 64 bits, so socket and socketpair are
// the only calls that make a socket out of nothing; accept makes one of its listener's family.
type abi struct {
	arch               uint32
	socket, socketpair uint32
	// keyrings are add_key, request_key and keyctl.
	keyrings [3]uint32
	// x32 says that numbers from x32Bit on are calls of a second ABI, under the same arch.
	x32 bool
}

// abis are the architectures that operator-engine is built for, by their names in Go.
var abis = map[string]abi{
	"amd64": {arch: unix.AUDIT_ARCH_X86_64, socket: 41, socketpair: 53, keyrings: [3]uint32{248, 249, 250}, x32: true},
	"arm64": {arch: unix.AUDIT_ARCH_AARCH64, socket: 198, socketpair: 199, keyrings: [3]uint32{217, 218, 219}},
}

// io_uring makes sockets and connects them without a system call that a filter could see. Its numbers are the same on all
// architectures.
var uring = [3]uint32{425, 426, 427}

const (
	x32Bit = 0x40000000
	// noCall is the number of a call that a tracer has cancelled. It is none of x32.
	noCall = 0xffffffff
)

// What the kernel is to do with a call.
const (
	allow = uint32(unix.SECCOMP_RET_ALLOW)
	kill  = uint32(unix.SECCOMP_RET_KILL_PROCESS)
)

func answer(errno unix.Errno) uint32 { return unix.SECCOMP_RET_ERRNO | uint32(errno) }

// program is the filter. Foreign calls are killed and not answered, because their numbers mean something else, so that
// nothing that follows would hold for them.
func (a abi) program() []bpf.Instruction {
	p := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offsetArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: a.arch, SkipTrue: 1},
		bpf.RetConstant{Val: kill},
		bpf.LoadAbsolute{Off: offsetNumber, Size: 4},
	}
	if a.x32 {
		p = append(p,
			bpf.JumpIf{Cond: bpf.JumpLessThan, Val: x32Bit, SkipTrue: 2},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: noCall, SkipTrue: 1},
			bpf.RetConstant{Val: kill},
		)
	}
	for _, number := range a.absent() {
		p = append(p,
			bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: number, SkipTrue: 1},
			bpf.RetConstant{Val: answer(unix.ENOSYS)},
		)
	}
	return append(p,
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: a.socket, SkipTrue: 1},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: a.socketpair, SkipTrue: 3},
		bpf.LoadAbsolute{Off: offsetFamily, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.AF_UNIX, SkipTrue: 1},
		bpf.RetConstant{Val: answer(unix.EAFNOSUPPORT)},
		bpf.RetConstant{Val: allow},
	)
}

// absent are the calls that answer as on a kernel that was built without them, which programs are prepared for. Keyrings
// are among them because a request for a key of the kernel's DNS resolver starts a program on the node, outside of every
// namespace, that looks a name up: a way out for whatever fits into a name.
func (a abi) absent() []uint32 { return append(uring[:], a.keyrings[:]...) }
