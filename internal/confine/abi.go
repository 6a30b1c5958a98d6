// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import "golang.org/x/sys/unix"

// Where things are in the kernel's struct seccomp_data. Of a family, a mode or a request the kernel reads an int: the
// lower half of the argument, which lies first on the little-endian machines of abis. What stands in the upper half must
// not matter.
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetFirst  = 16
	offsetSecond = 24
	offsetThird  = 32
)

// abi is how one architecture makes system calls. There is no socketcall on any of 64 bits, so socket and socketpair are
// the only calls that make a socket out of nothing; accept makes one of its listener's family.
type abi struct {
	arch               uint32
	socket, socketpair uint32
	// keyrings are add_key, request_key and keyctl.
	keyrings [3]uint32
	// attributes are setxattr, lsetxattr and fsetxattr.
	attributes       [3]uint32
	fallocate, ioctl uint32
	// scheduling are sched_setparam, sched_setscheduler, sched_setaffinity and sched_setattr.
	scheduling             [4]uint32
	setpriority, ioprioSet uint32
	// x32 says that numbers from x32Bit on are calls of a second ABI, under the same arch.
	x32 bool
}

// abis are the architectures that operator-engine is built for, by their names in Go.
var abis = map[string]abi{
	"amd64": {
		arch: unix.AUDIT_ARCH_X86_64, socket: 41, socketpair: 53, keyrings: [3]uint32{248, 249, 250},
		attributes: [3]uint32{188, 189, 190}, fallocate: 285, ioctl: 16, x32: true,
		scheduling: [4]uint32{142, 144, 203, 314}, setpriority: 141, ioprioSet: 251,
	},
	"arm64": {
		arch: unix.AUDIT_ARCH_AARCH64, socket: 198, socketpair: 199, keyrings: [3]uint32{217, 218, 219},
		attributes: [3]uint32{5, 6, 7}, fallocate: 47, ioctl: 29,
		scheduling: [4]uint32{118, 119, 122, 274}, setpriority: 140, ioprioSet: 30,
	},
}

// What is newer than a common table of numbers has the same number on all architectures.
const setxattrat = 463

// io_uring makes sockets and connects them without a system call that a filter could see.
var uring = [3]uint32{425, 426, 427}

const (
	x32Bit = 0x40000000
	// noCall is the number of a call that a tracer has cancelled. It is none of x32.
	noCall = 0xffffffff
)

// kindMask is what the kernel takes for the type of a socket. The rest are flags.
const kindMask = 0xf

// punchHole is the only mode of fallocate that gives room back.
const punchHole = unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_KEEP_SIZE

// reserving are the requests of ioctl that take room on a file system as fallocate does: those of XFS of old, which the
// kernel has for all file systems (FS_IOC_RESVSP, FS_IOC_RESVSP64, FS_IOC_ZERO_RANGE), and the one that writes a tree of
// checksums behind a file (FS_IOC_ENABLE_VERITY), which may be a sparse one of any length.
var reserving = []uint32{0x40305828, 0x4030582a, 0x40305839, 0x40806685}
