// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// self starts the program once more, in a session of its own, with the same output.
func self(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd
}

// deaf hears no request to end.
func deaf() { signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT) }

// forever is as long as the container lives.
func forever() {
	for {
		_, _ = unix.Poll(nil, -1) // Go would take a wait of its own for a deadlock.
	}
}

func note(name, text string) error {
	return os.WriteFile(filepath.Join(os.Getenv("OUTPUTS"), name), []byte(text), 0o644)
}

// ways are those in which a process can send a signal to another.
var ways = map[string]func(sig syscall.Signal) error{
	"kill":    func(sig syscall.Signal) error { return syscall.Kill(1, sig) },
	"tgkill":  func(sig syscall.Signal) error { return unix.Tgkill(1, 1, sig) },
	"queue":   queue,
	"pidfd":   byPidfd,
	"by-file": byFile,
}

// queue sends a signal with data, of which a Go program does not know who sent it.
func queue(sig syscall.Signal) error {
	info := [32]int32{int32(sig), 0, -1}
	return raw(unix.SYS_RT_SIGQUEUEINFO, 1, uintptr(sig), uintptr(unsafe.Pointer(&info)))
}

func byPidfd(sig syscall.Signal) error {
	runner, err := unix.PidfdOpen(1, 0)
	if err != nil {
		return err
	}
	defer unix.Close(runner)
	return unix.PidfdSendSignal(runner, sig, nil, 0)
}

// byFile lets the kernel send it: when a pair of sockets has something to read, its owner is told, by the signal of choice.
func byFile(sig syscall.Signal) error {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(pair[0])
	defer unix.Close(pair[1])
	for _, set := range []struct{ what, to int }{{unix.F_SETOWN, 1}, {unix.F_SETSIG, int(sig)}, {unix.F_SETFL, unix.O_ASYNC}} {
		if _, err := unix.FcntlInt(uintptr(pair[0]), set.what, set.to); err != nil {
			return err
		}
	}
	_, err = unix.Write(pair[1], []byte("x"))
	return err
}

// signals sends runner every signal in every way, but those that ask it to stop, and says so; then it waits for its time limit.
func signals([]string) error {
	const last = 64
	for name, send := range ways {
		sent := 0
		for n := 1; n <= last; n++ {
			sig := syscall.Signal(n)
			if sig == syscall.SIGTERM || sig == syscall.SIGINT {
				continue
			}
			if err := send(sig); err == nil {
				sent++
			}
		}
		if sent < last/2 {
			return fmt.Errorf("only %d signals could be sent %s, which proves nothing", sent, name)
		}
		if err := note(name+".txt", fmt.Sprintf("%d\n", sent)); err != nil {
			return err
		}
	}
	fmt.Println("sent")
	forever()
	return nil
}

// stop asks runner to stop, as only the kubelet is meant to, and hears nothing of what comes of it.
func stop(args []string) error {
	deaf()
	sig := map[string]syscall.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT}[args[0]]
	fmt.Println("asked")
	if err := syscall.Kill(1, sig); err != nil {
		return err
	}
	forever()
	return nil
}

// killAll kills runner and, as that fails, all others, from a child that stays.
func killAll(args []string) error {
	if len(args) == 0 {
		if err := self("act", "kill", "now").Start(); err != nil {
			return err
		}
		forever()
	}
	deaf()
	_ = syscall.Kill(1, syscall.SIGKILL)
	fmt.Println("killing")
	if err := syscall.Kill(-1, syscall.SIGKILL); err != nil {
		return err
	}
	if err := note("alone.txt", "alone\n"); err != nil {
		return err
	}
	forever()
	return nil
}

// survive does not end when it is asked to, nor do its children.
func survive([]string) error {
	deaf()
	for range 3 {
		if err := self("act", "idle", "deaf").Start(); err != nil {
			return err
		}
	}
	fmt.Println("surviving")
	forever()
	return nil
}

// daemon ends and leaves a process behind that holds its output open, as soon as that one hears nothing.
func daemon([]string) error {
	child := self("act", "idle", "deaf")
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	child.ExtraFiles = []*os.File{write}
	if err := child.Start(); err != nil {
		return err
	}
	_, err = read.Read(make([]byte, 1))
	fmt.Println("leaving")
	return err
}

func idle([]string) error {
	deaf()
	_, _ = os.NewFile(3, "ready").WriteString("x") // Where nobody waits, there is no such file.
	forever()
	return nil
}

// starve takes from runner its processor time, the size of its files and its open files. The kernel lets it: it is the same user. Then
// it lets runner work.
func starve([]string) error {
	for _, resource := range []int{unix.RLIMIT_CPU, unix.RLIMIT_NOFILE, unix.RLIMIT_NPROC, unix.RLIMIT_AS, unix.RLIMIT_DATA} {
		if err := unix.Prlimit(1, resource, &unix.Rlimit{Cur: 1, Max: 1}, nil); err != nil {
			return fmt.Errorf("take resource %d from runner: %w", resource, err)
		}
	}
	if err := note("starved.txt", "starved\n"); err != nil {
		return err
	}
	return talk(nil)
}

// crowd slows runner down, as far as the kernel lets it, keeps the processors busy by processes that hear no request to end, and
// writes a long termination message. Then it waits for its time limit.
func crowd([]string) error {
	deaf()
	fmt.Println("slowing runner:", named(slowsRunner()))
	const many = 40
	for range many {
		pid, _, errno := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
		if errno == 0 && pid == 0 {
			for { // Go's own ways are not for a process that was made like this.
				_, _, _ = unix.RawSyscall(unix.SYS_GETPID, 0, 0, 0)
			}
		}
		if errno != 0 {
			return errno
		}
	}
	if err := note("message.txt", flood(16)); err != nil {
		return err
	}
	forever()
	return nil
}
