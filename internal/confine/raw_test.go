// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package confine

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// raw makes a system call as a program does that uses no library.
func raw(number uintptr, args ...uintptr) error {
	var a [6]uintptr
	copy(a[:], args)
	if _, _, errno := unix.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
		return errno
	}
	return nil
}

func address(fds *[2]int32) uintptr { return uintptr(unsafe.Pointer(fds)) }

func pass(to io.Writer, from io.Reader) error {
	const word = "word"
	if _, err := io.WriteString(to, word); err != nil {
		return err
	}
	got := make([]byte, len(word))
	if _, err := io.ReadFull(from, got); err != nil {
		return err
	}
	if string(got) != word {
		return fmt.Errorf("got %q", got)
	}
	return nil
}

// everyThread looks at all threads of the process, as the kernel shows them.
func everyThread() error {
	files, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil || len(files) < 2 {
		return errors.Join(err, fmt.Errorf("%d threads", len(files)))
	}
	for _, file := range files {
		status, err := os.ReadFile(file)
		if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ESRCH) {
			continue // That thread has ended since. The one that looks goes on.
		}
		if err != nil {
			return err
		}
		for _, want := range []string{"\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n"} {
			if !strings.Contains(string(status), want) {
				return fmt.Errorf("%s lacks %q", file, want)
			}
		}
	}
	return nil
}

// much is more room than a block of any file system.
const much = 1 << 20

func onFile(do func(*os.File) error) func() error {
	return func() error {
		f, err := os.CreateTemp("", "confine-")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name())
		defer f.Close()
		return do(f)
	}
}

// reserve asks for room by XFS's requests of old, which take a struct space_resv.
func reserve(f *os.File, request uintptr) error {
	room := struct {
		kind, from    int16
		start, length int64
		rest          [6]int32
	}{length: much}
	return raw(unix.SYS_IOCTL, f.Fd(), request, uintptr(unsafe.Pointer(&room)))
}
