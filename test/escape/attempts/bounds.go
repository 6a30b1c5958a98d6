// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// bomb makes processes, which hear no request to end, until it gets no more; then it waits for its time limit.
func bomb([]string) error {
	deaf()
	const far = 100_000
	for made := range far {
		pid, _, errno := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
		if errno == 0 && pid == 0 {
			for { // Go's own ways are not for a process that was made like this.
				_, _, _ = unix.RawSyscall6(unix.SYS_PPOLL, 0, 0, 0, 0, 0, 0)
			}
		}
		if errno != 0 {
			fmt.Printf("%s after %d\n", named(errno), made)
			forever()
		}
	}
	fmt.Println("no end")
	return nil
}

// block is memory that is held by the block after it.
type block struct {
	before *block
	bytes  [8 << 20]byte
}

// memory takes all that it gets, in pieces, and uses each page of it.
func memory([]string) error {
	fmt.Println("begun")
	const page = 4 << 10
	for last := (*block)(nil); ; {
		last = &block{before: last}
		for i := 0; i < len(last.bytes); i += page {
			last.bytes[i] = 1
		}
	}
}

// disk fills the volume.
func disk([]string) error {
	f, err := os.Create(filepath.Join(os.Getenv("OUTPUTS"), "fill"))
	if err != nil {
		return err
	}
	return fill(f)
}

// temporary fills /tmp by a file that has no name any more: whoever looks through folders does not find it.
func temporary([]string) error {
	f, err := os.Create("/tmp/fill")
	if err != nil {
		return err
	}
	if err := os.Remove(f.Name()); err != nil {
		return err
	}
	fmt.Println("begun")
	return fill(f)
}

// fill writes until there is no room: in ever smaller pieces, as a file system that is asked for much may refuse it and still
// have some.
func fill(f *os.File) error {
	const far = 4 << 30
	var err error
	written := 0
	for size := 1 << 20; size > 0; size /= 32 {
		piece := make([]byte, size)
		for err = nil; err == nil && written < far; {
			var n int
			n, err = f.Write(piece)
			written += n
		}
		_ = f.Sync()
	}
	if err == nil {
		fmt.Println("no end")
		return nil
	}
	fmt.Printf("%s after %d bytes\n", named(err), written)
	return errors.New("full")
}

// talk writes 100 GB to its log, or as much as it may in its time.
func talk([]string) error {
	const all = 100 << 30
	line := append(bytes.Repeat([]byte("x"), 1<<16-1), '\n')
	for written := 0; written < all; written += len(line) {
		if _, err := os.Stdout.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// core ends by a core dump.
func core([]string) error {
	if err := os.Chdir(os.Getenv("OUTPUTS")); err != nil {
		return err
	}
	const most = 16 << 20
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: most, Max: most}); err != nil {
		fmt.Println(named(err))
	}
	fmt.Println("dumping")
	action := [4]uint64{}
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(unix.SIGABRT), pointer(&action), 0, 8, 0, 0)
	if err := syscall.Kill(os.Getpid(), unix.SIGABRT); err != nil {
		return err
	}
	return unix.Pause() // The signal may go to another thread, and this one would leave well before it is there.
}
