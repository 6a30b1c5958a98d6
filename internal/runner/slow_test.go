// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// beSlower makes it a command that tries to have the kernel prefer all others to runner.
const beSlower = "TEST_BE_SLOWER"

// slower are the ways to do so to a thread.
var slower = map[string]func(thread int) error{
	"sched_setattr": func(thread int) error {
		return unix.SchedSetAttr(thread, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0)
	},
	"sched_setscheduler": func(thread int) error {
		var priority int32
		return called(unix.SYS_SCHED_SETSCHEDULER, uintptr(thread), unix.SCHED_IDLE, uintptr(unsafe.Pointer(&priority)))
	},
	"sched_setparam": func(thread int) error {
		var priority int32
		return called(unix.SYS_SCHED_SETPARAM, uintptr(thread), uintptr(unsafe.Pointer(&priority)), 0)
	},
	"sched_setaffinity": func(thread int) error {
		var all unix.CPUSet
		if err := unix.SchedGetaffinity(0, &all); err != nil {
			return err
		}
		return unix.SchedSetaffinity(thread, &all)
	},
	"setpriority": func(thread int) error { return unix.Setpriority(unix.PRIO_PROCESS, thread, 19) },
	"ioprio_set":  func(thread int) error { return called(unix.SYS_IOPRIO_SET, 1, uintptr(thread), 3<<13) },
}

func called(number, first, second, third uintptr) error {
	if _, _, errno := unix.RawSyscall(number, first, second, third); errno != 0 {
		return errno
	}
	return nil
}

// slow tries each way with each thread of runner's, which has had something to do, and with itself.
func slow() int {
	for range 200 {
		fmt.Println(strings.Repeat("x", 10_000))
	}
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", os.Getppid()))
	if err != nil || len(threads) < 12 {
		fmt.Println("runner has the threads", threads, err)
	}
	for name, lower := range slower {
		for _, thread := range threads {
			number, _ := strconv.Atoi(filepath.Base(thread))
			if err := lower(number); !errors.Is(err, syscall.EPERM) {
				fmt.Println(name, "of thread", number, "answers", err)
			}
		}
	}
	if os.Getpid() < os.Getppid() {
		return 9 // Numbers began anew since runner's, as they do on a machine but not in a container that has just begun.
	}
	runtime.LockOSThread()
	for name, lower := range slower {
		for _, itself := range []int{0, unix.Gettid()} {
			if err := lower(itself); err != nil {
				fmt.Println(name, "of itself answers", err)
			}
		}
	}
	return 9
}

func TestTheCommandSlowsNoThreadOfRunnersDown(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*testing.T, *run){"anywhere": func(*testing.T, *run) {}, "in a container": inOwnProc} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRun(t, "$SELF", "--termination-log", filepath.Join(t.TempDir(), "termination-log"))
			r.cmd.Env = append(r.cmd.Env, beSlower+"=1", "SELF="+r.cmd.Path)
			prepare(t, r)
			wantCode(t, r, 9)
			for line := range strings.Lines(r.logged(t)) {
				if !strings.HasPrefix(line, "xxx") {
					t.Error(line)
				}
			}
		})
	}
}
