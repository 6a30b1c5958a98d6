// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

// Volume is a folder that is read without ever following a link.
type Volume struct{ dir *os.File }

// errNotRegular says that something else lies where a file was found before.
var errNotRegular = errors.New("it is no regular file any more")

// OpenVolume opens the folder.
func OpenVolume(folder string) (*Volume, error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("open the volume: %w", err)
	}
	return &Volume{dir: dir}, nil
}

// Close lets go of the folder.
func (v *Volume) Close() error { return v.dir.Close() }

// safely is how everything is opened.
const safely = unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_CLOEXEC

// openAt opens one entry of a folder, if it is no link. Nothing is waited for, but a call that a signal broke off is made
// again.
func openAt(dir *os.File, name string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(int(dir.Fd()), name, safely|flags, 0)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// statIn looks at one entry of a folder without touching it.
func statIn(dir *os.File, name string) (unix.Stat_t, error) {
	for {
		var stat unix.Stat_t
		err := unix.Fstatat(int(dir.Fd()), name, &stat, unix.AT_SYMLINK_NOFOLLOW)
		if !errors.Is(err, unix.EINTR) {
			return stat, err
		}
	}
}

// readable tells whether a file can be opened. Only opening it tells: who may read it is sometimes another machine's to
// decide.
func readable(dir *os.File, name string) error {
	fd, err := openAt(dir, name, 0)
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

// open opens what is below the volume, if there is no link on the way. Nothing is waited for: a fifo without a writer opens
// at once.
func (v *Volume) open(name string, flags int) (*os.File, error) {
	fd, err := openBelow(v.dir, name, flags)
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
		return v.openByParts(name, flags)
	}
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return os.NewFile(uintptr(fd), name), nil
}

// openBelow has the kernel look out for links, in one call however deep the path is.
func openBelow(dir *os.File, name string, flags int) (int, error) {
	how := unix.OpenHow{
		Flags:   uint64(safely | flags), //nolint:gosec // flags are no negative number
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS,
	}
	for {
		fd, err := unix.Openat2(int(dir.Fd()), name, &how)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// openByParts is for a kernel or a sandbox that does not know that call: the other one looks at links only in the last part
// of what it is given.
func (v *Volume) openByParts(name string, flags int) (*os.File, error) {
	at := v.dir
	parts := strings.Split(name, "/")
	for i, part := range parts {
		how := unix.O_DIRECTORY
		if i == len(parts)-1 {
			how = flags
		}
		fd, err := openAt(at, part, how)
		if at != v.dir {
			_ = at.Close()
		}
		if err != nil {
			return nil, &os.PathError{Op: "open", Path: name, Err: err}
		}
		at = os.NewFile(uintptr(fd), name)
	}
	return at, nil
}

// openRegular opens a file and makes sure that it is one, now that it cannot be changed for something else.
func (v *Volume) openRegular(name string) (*os.File, int64, error) {
	file, err := v.open(name, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

// opener is how a file of a folder is opened when it is its turn. The whole path is made only then.
func (v *Volume) opener(folder, name string) func() (Content, error) {
	return func() (Content, error) {
		file, _, err := v.openRegular(path.Join(folder, name))
		if err != nil {
			return nil, err
		}
		return file, nil
	}
}
