// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Threads are the numbers from the first to the last of threads whose share of the processors and of the disks nobody may
// change. The zero value is of none.
type Threads struct{ First, Last uint32 }

// Own are the threads that the process has. In a process namespace that it is the first of, all numbers among them are its own,
// and every other process has a higher one: the kernel gives low ones out once. Elsewhere others may be among them.
func Own() (Threads, error) {
	const folder = "/proc/self/task"
	entries, err := os.ReadDir(folder)
	if err != nil {
		return Threads{}, fmt.Errorf("list the threads: %w", err)
	}
	var numbers []uint32
	for _, entry := range entries {
		status, err := os.ReadFile(folder + "/" + entry.Name() + "/status")
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ESRCH) {
			continue // It has ended.
		}
		number, wrong := strconv.ParseUint(numberIn(string(status), entry.Name()), 10, 31)
		if err != nil || wrong != nil {
			return Threads{}, fmt.Errorf("find out the number of thread %s: %w", entry.Name(), errors.Join(err, wrong))
		}
		numbers = append(numbers, uint32(number))
	}
	return Threads{First: slices.Min(numbers), Last: slices.Max(numbers)}, nil
}

// numberIn is a thread's number in its own namespace, which differs from that of its folder where /proc is an outer one's. A
// kernel that does not tell has no such difference.
func numberIn(status, folder string) string {
	for line := range strings.Lines(status) {
		if numbers := strings.Fields(line); len(numbers) > 1 && numbers[0] == "NSpid:" {
			return numbers[len(numbers)-1]
		}
	}
	return folder
}

// withoutSlowing keeps the threads as they are scheduled. Who may send a process signals may also have the kernel prefer
// all others to it, and so keep it from its work. A process may do so to itself and to its own: programs pin their threads to
// processors. All of a user's at once would be the threads, too.
func (a abi) withoutSlowing(threads Threads) []bpf.Instruction {
	if threads == (Threads{}) {
		return nil
	}
	const prioUser, ioprioWhoUser = 2, 3
	return slices.Concat(
		onAny(a.scheduling[:], slices.Concat([]bpf.Instruction{load(offsetFirst)}, unless(threads))...),
		on(a.setpriority, ofWhom(prioUser, threads)...),
		on(a.ioprioSet, ofWhom(ioprioWhoUser, threads)...),
	)
}

// ofWhom decides by a call's first argument, which says what its second is the number of: a thread, a group of processes, a
// user. A group has the number of its first process.
func ofWhom(user uint32, threads Threads) []bpf.Instruction {
	return slices.Concat(
		[]bpf.Instruction{load(offsetFirst)},
		on(user, verdict(answer(unix.EPERM))...),
		[]bpf.Instruction{load(offsetSecond)},
		unless(threads),
	)
}

// unless allows what does not name one of the threads.
func unless(threads Threads) []bpf.Instruction {
	return slices.Concat(
		[]bpf.Instruction{
			bpf.JumpIf{Cond: bpf.JumpLessThan, Val: threads.First, SkipTrue: 2},
			bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: threads.Last, SkipTrue: 1},
		},
		verdict(answer(unix.EPERM)),
		verdict(allow),
	)
}
