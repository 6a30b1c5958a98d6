// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// maxName is how long a published name may be: S3 takes 1024 bytes, and the workflow's own prefix comes before it.
const maxName = 900

// inode is a file whatever its names are.
type inode struct{ dev, ino uint64 }

// entry is one name in a folder.
type entry struct {
	path, name string
	stat       unix.Stat_t
}

// walk goes through one folder of the volume at any depth. typeOf says what a file is by its name below that folder.
func (c *collector) walk(folder, published string, typeOf func(string) string) error {
	var files []entry
	names := map[inode]uint64{}
	pending := []string{""}
	for len(pending) > 0 {
		below := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		entries, err := c.volume.list(path.Join(folder, below))
		if err != nil {
			return &ReadError{path.Join(published, below), err}
		}
		for _, e := range entries {
			name := path.Join(below, e.name)
			switch reason := c.reason(e, path.Join(published, name)); {
			case reason != "":
				c.skip(path.Join(published, name), reason)
			case e.stat.Mode&unix.S_IFMT == unix.S_IFDIR:
				pending = append(pending, name)
			case len(files) == maxFiles:
				c.skip(path.Join(published, name), tooMany)
			default:
				e.name = name
				names[inodeOf(e.stat)]++
				files = append(files, e)
			}
		}
	}
	slices.SortFunc(files, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for _, e := range files {
		name := path.Join(published, e.name)
		if uint64(e.stat.Nlink) > names[inodeOf(e.stat)] { //nolint:unconvert // Nlink is narrower on some machines
			// Its other name is elsewhere, so it may be a file that was never meant to leave.
			c.skip(name, "it is linked with a file outside the published folder")
			continue
		}
		c.add(e.path, name, typeOf(e.name), e.stat.Size)
	}
	return nil
}

// reason says why an entry is not published, or nothing if it is.
func (c *collector) reason(e entry, name string) string {
	switch e.stat.Mode & unix.S_IFMT {
	case unix.S_IFREG, unix.S_IFDIR:
	case unix.S_IFLNK:
		return "it is a symbolic link"
	case unix.S_IFIFO:
		return "it is a fifo"
	case unix.S_IFSOCK:
		return "it is a socket"
	default:
		return "it is a device"
	}
	switch {
	case !utf8.ValidString(e.name):
		return "its name is not UTF-8"
	case strings.ContainsFunc(e.name, unicode.IsControl):
		return "its name has control characters"
	case len(name) > maxName:
		return fmt.Sprintf("its name is longer than %d bytes", maxName)
	}
	return ""
}

// list looks at every entry of a folder without touching any.
func (v *Volume) list(folder string) ([]entry, error) {
	dir, err := v.open(folder, unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	entries := make([]entry, 0, len(names))
	for _, name := range names {
		e := entry{path: folder + "/" + name, name: name}
		err := unix.Fstatat(int(dir.Fd()), name, &e.stat, unix.AT_SYMLINK_NOFOLLOW)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &os.PathError{Op: "stat", Path: e.path, Err: err}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func inodeOf(stat unix.Stat_t) inode {
	return inode{uint64(stat.Dev), stat.Ino} //nolint:unconvert // Dev is narrower on some machines
}
