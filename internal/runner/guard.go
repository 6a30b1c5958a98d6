// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/threads"
)

// guard keeps runner out of the command's hands, which is of the same user and in the same container: who could write
// into runner's memory, or end it by a signal, would be rid of the time limit and of the rest of the log. All of it is done
// before the command is there.
func guard() error {
	// Nobody without privileges may trace runner then, nor open what /proc has of its memory, its files and its environment.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("close runner to other processes: %w", err)
	}
	if os.Getpid() == 1 {
		if err := beDeafTo(deadly); err != nil {
			return err
		}
	}
	runtime.GOMAXPROCS(min(runtime.GOMAXPROCS(0), maxProcs))
	threads.Have(spareThreads)
	settle()
	return nil
}

// maxProcs are as many processors as runner uses at most: for each Go may make threads of its own accord, and has no need to as
// long as there are some to spare.
const maxProcs = 4

// deadly are the signals for which Go has handlers that end the process. Some of them no program of Go's can take itself: those
// that otherwise tell of its own errors, if they come with data (sigqueue).
var deadly = []syscall.Signal{
	syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGILL, syscall.SIGTRAP, syscall.SIGABRT, syscall.SIGBUS, syscall.SIGFPE,
	syscall.SIGSEGV, syscall.SIGSTKFLT, syscall.SIGSYS,
}

// beDeafTo takes Go's handlers away. The kernel keeps every signal without a handler from the first process of a
// container, and lets an error of runner's own still end it. To ignore them instead would be handed on to the command.
func beDeafTo(signals []syscall.Signal) error {
	var byDefault [4]uint64 // struct sigaction of the kernel's: handler, flags, restorer, mask
	for _, sig := range signals {
		_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&byDefault)), 0, 8, 0, 0) //nolint:gosec // The kernel reads it during the call.
		if errno != 0 {
			return fmt.Errorf("take the handler of signal %d away: %w", sig, errno)
		}
	}
	return nil
}

// spareThreads are more than runner ever has at work. One that was made later would be one that the command may slow down.
const spareThreads = 12

// maxLooks bounds how long runner waits for its threads where the kernel does not tell of them as it should.
const maxLooks = 1000

// settle waits until the threads that were made are at rest. On a busy machine one may be on its way there for long, and what Go
// needs meanwhile it makes anew.
func settle() {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for looks := 0; looks < maxLooks && !atRest(); looks++ {
		<-tick.C
	}
}

// atRest tells that all threads sleep but the one that looks. Then none holds a lock that another waits for, so each is where Go
// finds it when it needs one.
func atRest() bool {
	files, err := filepath.Glob("/proc/self/task/*/stat")
	if err != nil {
		return false
	}
	awake := 0
	for _, file := range files {
		stat, err := os.ReadFile(file)
		_, state, _ := bytes.Cut(stat, []byte(") ")) // The name before it is runner's own.
		if err != nil || !bytes.HasPrefix(state, []byte{'S'}) {
			awake++
		}
	}
	return awake <= 1
}
