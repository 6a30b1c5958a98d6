// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// To leaves the process, with all its threads and everything that it will ever start, these sockets only:
//
//   - socket and socketpair of another family answer EAFNOSUPPORT, of another type ESOCKTNOSUPPORT, of another protocol
//     EPROTONOSUPPORT,
//   - io_uring and keyrings answer ENOSYS,
//   - what takes room on a disk without writing to it answers EOPNOTSUPP: fallocate, and extended attributes,
//   - what changes how one of the threads is scheduled answers EPERM, and so does what changes that for all of a user's,
//   - a system call of a foreign architecture, or of x32, kills the process that makes it.
//
// No program that is started gains privileges any more, which is what the kernel asks for in return. Sockets that the
// process has open stay; the caller must keep them from what it starts.
func To(sockets Sockets, threads Threads) error {
	abi, ok := abis[runtime.GOARCH]
	if !ok {
		return fmt.Errorf("confine the process: there is no filter for the architecture %s", runtime.GOARCH)
	}
	filter, err := assemble(abi.program(sockets, threads))
	if err != nil {
		return fmt.Errorf("assemble the seccomp filter: %w", err)
	}
	// no_new_privs is the thread's own until the filter carries it to the others, so both calls must be of one thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("set no_new_privs: %w", err)
	}
	return install(filter)
}

// install puts the filter on all threads at once, or on none.
func install(filter []unix.SockFilter) error {
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&prog))) //nolint:gosec // The kernel takes the program by its address.
	if errno != 0 {
		return fmt.Errorf("install the seccomp filter: %w", errno)
	}
	if thread != 0 {
		return fmt.Errorf("install the seccomp filter: thread %d has one of its own", thread)
	}
	return nil
}

func assemble(program []bpf.Instruction) ([]unix.SockFilter, error) {
	raw, err := bpf.Assemble(program)
	if err != nil {
		return nil, err
	}
	filter := make([]unix.SockFilter, len(raw))
	for i, r := range raw {
		filter[i] = unix.SockFilter{Code: r.Op, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	return filter, nil
}
