// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// maxName is how long a published name may be: S3 takes 1024 bytes, and the workflow's own prefix comes before it.
const maxName = 900

const (
	mayNotRead   = "its permissions do not let it be read"
	changedSince = "it was changed while it was looked at"
)

// refusedKind says why something of this kind is not published, or nothing if it is a file or a folder.
func refusedKind(mode uint32) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG, unix.S_IFDIR:
		return ""
	case unix.S_IFLNK:
		return "it is a symbolic link"
	case unix.S_IFIFO:
		return "it is a fifo"
	case unix.S_IFSOCK:
		return "it is a socket"
	}
	return "it is a device"
}

// refusedName says why nothing of this name is published, or nothing if it may be.
func refusedName(base, published string) string {
	switch {
	case !utf8.ValidString(base):
		return "its name is not UTF-8"
	case strings.ContainsFunc(base, unicode.IsControl):
		return "its name has control characters"
	case len(published) > maxName:
		return fmt.Sprintf("its name is longer than %d bytes", maxName)
	}
	return ""
}

// refusedError tells what the algorithm has done to an entry from what is the volume's own failure. The first is the same
// at every attempt, so that a publish that failed of it would never succeed.
func refusedError(err error) (reason string, own bool) {
	switch {
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return mayNotRead, true
	case errors.Is(err, unix.ENOENT), errors.Is(err, unix.ELOOP), errors.Is(err, unix.ENOTDIR), errors.Is(err, unix.ENXIO):
		return changedSince, true
	}
	return "", false
}
