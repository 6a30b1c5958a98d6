// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

const terminationLog = "/dev/termination-log"

// ofMessage are attempts to take room of the node's disk by the termination message, without writing it.
var ofMessage = map[string]attempt{
	"message-reserved":          onMessage(func(f int) error { return unix.Fallocate(f, 0, 0, manyBytes) }),
	"message-reserved-behind":   onMessage(func(f int) error { return unix.Fallocate(f, unix.FALLOC_FL_KEEP_SIZE, 0, manyBytes) }),
	"message-reserved-by-ioctl": onMessage(reservesByRequest),
	"message-attribute":         onMessage(func(f int) error { return unix.Fsetxattr(f, "user.escape", []byte("x"), 0) }),
}

const manyBytes = 64 << 20

// onMessage gives back what it got.
func onMessage(try func(f int) error) attempt {
	return func() error {
		f, err := unix.Open(terminationLog, unix.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer func() {
			_ = unix.Ftruncate(f, 0)
			_ = unix.Fremovexattr(f, "user.escape")
			_ = unix.Close(f)
		}()
		return try(f)
	}
}

// reservesByRequest uses FS_IOC_RESVSP64, which takes a struct space_resv.
func reservesByRequest(f int) error {
	const request = 0x4030582a
	room := struct {
		kind, from    int16
		start, length int64
		rest          [6]int32
	}{length: manyBytes}
	return raw(unix.SYS_IOCTL, uintptr(f), request, uintptr(unsafe.Pointer(&room)))
}

// message writes much more to its termination message, a file on the node, than anybody will read.
func message([]string) error { return note("message.txt", flood(256)) }

// flood writes as many MiB, and tells what becomes of them.
func flood(pieces int) string {
	f, err := os.OpenFile(terminationLog, os.O_WRONLY, 0)
	if err != nil {
		return named(err) + "\n"
	}
	piece := bytes.Repeat([]byte("x"), 1<<20)
	for n := range pieces {
		if _, err := f.Write(piece); err != nil {
			return fmt.Sprintf("%s after %d MiB\n", named(err), n)
		}
	}
	return waitsUntilShort(f)
}

// waitsUntilShort tells how much of a file stays on the disk.
func waitsUntilShort(f *os.File) string {
	const short, looks = 1 << 20, 100
	var stat unix.Stat_t
	for range looks {
		if err := unix.Fstat(int(f.Fd()), &stat); err != nil {
			return named(err) + "\n"
		}
		if stat.Blocks*512 < short {
			return "cut\n"
		}
		_, _ = unix.Poll(nil, 100)
	}
	return fmt.Sprintf("%d bytes stay\n", stat.Blocks*512)
}
