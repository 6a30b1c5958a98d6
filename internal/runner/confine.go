// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"fmt"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/internal/confine"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// firstInherited is the first descriptor that is not one of stdin, stdout and stderr.
const firstInherited = 3

// leave leaves runner, and with it the command, these sockets only, and runner's threads as they are scheduled. The command must
// not start if that fails: nobody would notice that nothing keeps it in.
func leave(sockets confine.Sockets, threads confine.Threads) error {
	err := closeOnExec()
	if err == nil {
		err = confine.To(sockets, threads)
	}
	if err != nil {
		return notConfined(err)
	}
	return nil
}

func notConfined(err error) error {
	return &startError{contract.ExitNotConfined, fmt.Errorf("the command was not started, as it could not be confined: %w", err)}
}

// closeOnExec keeps from the command what runner was started with besides stdin, stdout and stderr: an open socket of
// whoever made the container would lead out, whatever the filter says of new ones.
func closeOnExec() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("list the open files: %w", err)
	}
	for _, entry := range entries {
		if fd, err := strconv.Atoi(entry.Name()); err == nil && fd >= firstInherited {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}

// become is for the provider's filter of outputs, which is not the consumer's code and needs neither limit nor log:
// runner takes the network away and makes room for the command. It returns only if it cannot.
func become(argv []string) error {
	path, err := lookPath(argv[0])
	if err != nil {
		return err
	}
	if err := leave(confine.UnixSockets, confine.Threads{}); err != nil {
		return err
	}
	return execError(path, syscall.Exec(path, argv, os.Environ()))
}
