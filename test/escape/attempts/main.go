// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command attempts is an algorithm that tries to get out. It is static, as the escape suite gives it to workflows as their code;
// what it tries, and what must come of it, stands in the suite's table. It reaches for nothing but the cluster's own network.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long an attempt may take: whatever answers late answers no more.
const patience = 10 * time.Second

// attempt does one thing. If it could, there is no error.
type attempt func() error

// groups are the attempts whose answers are told, by the name in the table.
var groups = map[string]map[string]attempt{"network": network, "runner": ofRunner, "kernel": kernel, "files": files, "message": ofMessage}

// acts are what a workflow of its own is for, as its end is what tells.
var acts = map[string]func(args []string) error{
	"signals": signals, "stop": stop, "kill": killAll, "survive": survive, "daemon": daemon, "idle": idle, "starve": starve,
	"bomb": bomb, "memory": memory, "disk": disk, "temporary": temporary, "log": talk, "forge": forge, "links": links, "core": core, "message": message,
	"crowd": crowd,
}

func main() {
	if len(os.Args) < 3 {
		fmt.Println("usage: attempts run GROUP... | one GROUP NAME | act NAME ARGUMENT...")
		os.Exit(2)
	}
	var err error
	switch args := os.Args[2:]; os.Args[1] {
	case "run":
		err = run(args)
	case "one":
		err = groups[args[0]][args[1]]()
		fmt.Print(named(err))
		os.Exit(0)
	case "act":
		err = acts[args[0]](args[1:])
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// run makes all attempts of groups, each in a process of its own, and writes one line for each: its name and the answer.
func run(names []string) error {
	var answers bytes.Buffer
	for _, group := range names {
		for name := range groups[group] {
			fmt.Fprintf(&answers, "%s: %s\n", name, answer(group, name))
		}
	}
	return os.WriteFile(filepath.Join(os.Getenv("OUTPUTS"), "answers.txt"), answers.Bytes(), 0o644)
}

// answer is what comes of an attempt: done, the error, or the signal that ended it.
func answer(group, name string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", "one", group, name)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return "no answer"
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return status.Signal().String()
		}
	}
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(string(out), "\n", " ")
}

// named is an error's name in C where it has one.
func named(err error) string {
	if err == nil {
		return "done"
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return unix.ErrnoName(errno)
	}
	return err.Error()
}

// raw makes a system call as a program does that uses no library.
func raw(number uintptr, args ...uintptr) error {
	var a [6]uintptr
	copy(a[:], args)
	if _, _, errno := unix.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
		return errno
	}
	return nil
}

// call is an attempt that is one system call.
func call(number uintptr, args ...uintptr) attempt {
	return func() error { return raw(number, args...) }
}

// either fails only if all fail, with the first error.
func either(attempts ...attempt) attempt {
	return func() error {
		var first error
		for _, a := range attempts {
			err := a()
			if err == nil {
				return nil
			}
			if first == nil {
				first = err
			}
		}
		return first
	}
}

// opens is an attempt to open a file.
func opens(path string, flags int) attempt {
	return func() error {
		f, err := os.OpenFile(path, flags, 0o644)
		if err != nil {
			return err
		}
		return f.Close()
	}
}
