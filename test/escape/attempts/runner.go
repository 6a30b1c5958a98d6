// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ofRunner are attempts on the first process of the container, and on all others that are not the algorithm's own.
var ofRunner = map[string]attempt{
	"runner-mem-read":    readsMemory,
	"runner-mem-write":   opens("/proc/1/mem", os.O_RDWR),
	"runner-environ":     opens("/proc/1/environ", os.O_RDONLY),
	"runner-maps":        opens("/proc/1/maps", os.O_RDONLY),
	"runner-auxv":        opens("/proc/1/auxv", os.O_RDONLY),
	"runner-fds":         func() error { _, err := os.ReadDir("/proc/1/fd"); return err },
	"runner-stdout":      opens("/proc/1/fd/1", os.O_WRONLY),
	"runner-root":        func() error { _, err := os.ReadDir("/proc/1/root/"); return err },
	"runner-cwd":         func() error { _, err := os.ReadDir("/proc/1/cwd/"); return err },
	"runner-exe":         opens("/proc/1/exe", os.O_WRONLY),
	"runner-namespaces":  opens("/proc/1/ns/net", os.O_RDONLY),
	"runner-ptrace":      onThread(func() error { return unix.PtraceAttach(1) }),
	"runner-seize":       onThread(func() error { return unix.PtraceSeize(1) }),
	"runner-vm-read":     vm(unix.ProcessVMReadv),
	"runner-vm-write":    vm(unix.ProcessVMWritev),
	"runner-fd-stolen":   stealsFile,
	"runner-oom":         writes("/proc/1/oom_score_adj", "1000"),
	"runner-coredump":    writes("/proc/1/coredump_filter", "0x7f"),
	"runner-binary":      opens("/runner", os.O_WRONLY),
	"runner-replaced":    either(func() error { return os.Remove("/runner") }, func() error { return os.Rename("/runner", "/tmp/runner") }),
	"runner-mode":        func() error { return os.Chmod("/runner", 0o777) },
	"runner-linked":      func() error { return os.Link("/runner", filepath.Join(os.Getenv("OUTPUTS"), "runner")) },
	"runner-idle":        slowsRunner,
	"pins-itself":        pinsItself,
	"privileges-back":    func() error { return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) },
	"processes-of-other": processes,
}

func onThread(do attempt) attempt {
	return func() error {
		runtime.LockOSThread()
		return do()
	}
}

func readsMemory() error {
	f, err := os.Open("/proc/1/mem")
	if err != nil {
		return err
	}
	_, err = f.ReadAt(make([]byte, 1), 0x400000)
	return err
}

// vm reads or writes where a Go program has its beginning.
func vm(transfer func(int, []unix.Iovec, []unix.RemoteIovec, uint) (int, error)) attempt {
	return func() error {
		local := make([]byte, 4)
		_, err := transfer(1, []unix.Iovec{{Base: &local[0], Len: 4}}, []unix.RemoteIovec{{Base: 0x400000, Len: 4}}, 0)
		return err
	}
}

// stealsFile takes an open file of runner's over: its log, the reading end of the pipe.
func stealsFile() error {
	runner, err := unix.PidfdOpen(1, 0)
	if err != nil {
		return err
	}
	_, err = unix.PidfdGetfd(runner, 1, 0)
	return err
}

func writes(path, text string) attempt {
	return func() error {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.WriteString(text)
		return err
	}
}

// slower are the ways to have the kernel prefer all others to a thread.
var slower = []func(thread int) error{
	func(thread int) error {
		return unix.SchedSetAttr(thread, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0)
	},
	func(thread int) error {
		var priority int32
		return raw(unix.SYS_SCHED_SETSCHEDULER, uintptr(thread), unix.SCHED_IDLE, uintptr(unsafe.Pointer(&priority)))
	},
	func(thread int) error { return unix.Setpriority(unix.PRIO_PROCESS, thread, leastNice) },
	func(int) error { return unix.Setpriority(unix.PRIO_USER, os.Getuid(), leastNice) },
	func(int) error { return unix.Setpriority(unix.PRIO_PGRP, 1, leastNice) },
	pins,
	func(thread int) error { return raw(unix.SYS_IOPRIO_SET, 1, uintptr(thread), idleDisk) },
}

const (
	leastNice = 19
	idleDisk  = 3 << 13
)

// slowsRunner tries all of them on each thread of runner's. The kernel lets it, as it is the same user.
func slowsRunner() error {
	threads, err := os.ReadDir("/proc/1/task")
	if err != nil {
		return err
	}
	for _, thread := range threads {
		number, err := strconv.Atoi(thread.Name())
		if err != nil {
			return err
		}
		for i, slow := range slower {
			if err := slow(number); !errors.Is(err, unix.EPERM) {
				return fmt.Errorf("way %d with thread %d: %s", i, number, named(err))
			}
		}
	}
	return unix.EPERM
}

// pins has a thread run on the first processor that there is for it.
func pins(thread int) error {
	var all, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return err
	}
	for cpu := 0; one.Count() == 0; cpu++ {
		if all.IsSet(cpu) {
			one.Set(cpu)
		}
	}
	return unix.SchedSetaffinity(thread, &one)
}

// pinsItself does what libraries for many processors do, and programs that make room for others.
func pinsItself() error {
	runtime.LockOSThread()
	if err := pins(unix.Gettid()); err != nil {
		return err
	}
	return unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), 1)
}

// processes looks for any that is neither runner nor one of the algorithm's, which are all children of its first.
func processes() error {
	own := []string{"1", strconv.Itoa(os.Getpid()), strconv.Itoa(os.Getppid())}
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return err
	}
	for _, dir := range all {
		if pid := filepath.Base(dir); !slices.Contains(own, pid) {
			if name, err := os.ReadFile(dir + "/comm"); err == nil {
				return fmt.Errorf("%s is %s", pid, strings.TrimSpace(string(name)))
			}
		}
	}
	return errors.New("none")
}
