// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// defaultPath is where commands are looked for when the image sets no PATH.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// startError is why the command does not run, with the code to exit with.
type startError struct {
	code int
	err  error
}

func (e *startError) Error() string { return e.err.Error() }
func (e *startError) Unwrap() error { return e.err }

// start runs the command in a session of its own, with nothing to read and the pipe to write to. It does not use
// os/exec: its Wait and the reaper would take each other's children.
func start(argv []string, out *os.File) (pid int, err error) {
	path, err := lookPath(argv[0])
	if err != nil {
		return 0, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, &startError{contract.ExitRunner, fmt.Errorf("open the command's stdin: %w", err)}
	}
	defer null.Close()
	pid, err = syscall.ForkExec(path, argv, &syscall.ProcAttr{
		Env:   environment(),
		Files: []uintptr{null.Fd(), out.Fd(), out.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return 0, execError(path, err)
	}
	return pid, nil
}

// environment is the container's, without what the kubelet puts into every container about the API server, which an
// algorithm has nothing to do with.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "KUBERNETES_") })
}

// lookPath finds the command as a shell would: a name with a slash is a path, any other one is looked for in PATH, where
// a file that may not be run does not hide a later one that may.
func lookPath(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, executable(name)
	}
	path, ok := os.LookupEnv("PATH")
	if !ok {
		path = defaultPath
	}
	var denied error
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, name)
		if !strings.Contains(file, "/") {
			file = "./" + file
		}
		err := executable(file)
		if err == nil {
			return file, nil
		}
		if denied == nil && exitCodeOf(err) == contract.ExitNotExecutable {
			denied = err
		}
	}
	if denied != nil {
		return "", denied
	}
	return "", &startError{contract.ExitNotFound, fmt.Errorf("command not found: %q is in no folder of PATH", name)}
}

// executable looks at the file only as far as a good message needs it; the kernel has the last word.
func executable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return denied(path)
	case err != nil:
		return &startError{contract.ExitNotFound, fmt.Errorf("command not found: there is no %q", path)}
	case info.IsDir():
		return &startError{contract.ExitNotExecutable, fmt.Errorf("cannot run %q: it is a folder", path)}
	case info.Mode()&0o111 == 0:
		return denied(path)
	}
	const execute = 1
	if errors.Is(syscall.Access(path, execute), syscall.EACCES) {
		return denied(path)
	}
	return nil
}

func denied(path string) error {
	return &startError{contract.ExitNotExecutable, fmt.Errorf("cannot run %q: permission denied for user %d", path, os.Getuid())}
}

func execError(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOENT):
		return &startError{contract.ExitNotFound, fmt.Errorf("cannot run %q: its interpreter was not found", path)}
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return denied(path)
	case errors.Is(err, syscall.ENOEXEC):
		return &startError{contract.ExitNotExecutable,
			fmt.Errorf("cannot run %q: it is no program for this machine; a script needs a first line such as #!/bin/sh", path)}
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.ENOMEM):
		return &startError{contract.ExitRunner, fmt.Errorf("start %q: %w", path, err)}
	}
	return &startError{contract.ExitNotExecutable, fmt.Errorf("cannot run %q: %w", path, err)}
}

// exitCodeOf is the code that an error of start calls for.
func exitCodeOf(err error) int {
	var start *startError
	if errors.As(err, &start) {
		return start.code
	}
	return contract.ExitRunner
}
