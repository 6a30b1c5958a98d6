// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"cmp"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// inode is a file whatever its names are.
type inode struct{ dev, ino uint64 }

// candidate is a file that is published unless it has a name elsewhere.
type candidate struct {
	// name under which it would be published: the only one that is held.
	name  string
	size  int64
	inode inode
	links uint64
}

// tree is one folder of the volume while it is walked.
type tree struct {
	*collector

	// folder on the volume, and the name under which it is published.
	folder, published string
	pending           []string
	files             []candidate
	// names counts the names of those files that have several.
	names map[inode]uint64
}

// walk goes through one folder of the volume at any depth. typeOf says what a file is by its name below that folder.
func (c *collector) walk(folder, published string, typeOf func(string) string) error {
	t := &tree{collector: c, folder: folder, published: published, pending: []string{""}, names: map[inode]uint64{}}
	before := len(c.found.Skipped)
	for len(t.pending) > 0 {
		below := t.pending[len(t.pending)-1]
		t.pending = t.pending[:len(t.pending)-1]
		if err := t.enter(below); err != nil {
			return err
		}
	}
	// The order in which a file system names its entries may differ from one attempt to the next.
	slices.SortFunc(t.files, func(a, b candidate) int { return strings.Compare(a.name, b.name) })
	for _, f := range t.files {
		if f.links > 1 && f.links > t.names[f.inode] {
			// Its other name is elsewhere, so it may be a file that was never meant to leave.
			c.skip(f.name, "it is linked with a file outside the published folder")
			continue
		}
		if err := c.budget.file(f.size); err != nil {
			return err
		}
		c.found.Files = append(c.found.Files, File{
			Name: f.name, Type: typeOf(f.name[len(published)+1:]), Size: f.size, Open: c.volume.opener(folder, f.name[len(published)+1:]),
		})
	}
	slices.SortFunc(c.found.Skipped[before:], func(a, b Skipped) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

// atOnce is how many names of a folder are read at a time: it may have more than fit into memory.
const atOnce = 1000

// enter looks at every entry of one folder.
func (t *tree) enter(below string) error {
	dir, err := t.volume.open(path.Join(t.folder, below), unix.O_DIRECTORY)
	if err != nil {
		return t.refuse(below, err)
	}
	defer dir.Close()
	for {
		names, err := dir.Readdirnames(atOnce)
		for _, name := range names {
			if err := t.look(dir, path.Join(below, name)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.refuse(below, err)
		}
	}
}

// look decides what becomes of one entry.
func (t *tree) look(dir *os.File, name string) error {
	published := path.Join(t.published, name)
	if err := t.budget.entry(published); err != nil {
		return err
	}
	stat, err := statIn(dir, path.Base(name))
	if err != nil {
		return t.refuse(name, err)
	}
	if reason := refusedKind(stat.Mode); reason != "" {
		t.skip(published, reason)
		return nil
	}
	if reason := refusedName(path.Base(name), published); reason != "" {
		t.skip(published, reason)
		return nil
	}
	if stat.Mode&unix.S_IFMT == unix.S_IFDIR {
		t.pending = append(t.pending, name)
		return nil
	}
	if err := readable(dir, path.Base(name)); err != nil {
		return t.refuse(name, err)
	}
	f := candidate{name: published, size: stat.Size, inode: inodeOf(stat), links: uint64(stat.Nlink)} //nolint:unconvert // narrower on some machines
	if f.links > 1 {
		t.names[f.inode]++
	}
	t.files = append(t.files, f)
	return nil
}

// refuse leaves an entry out that cannot be looked at by its own doing. Of the folder that the step was given only the
// mode is the algorithm's doing; if it is not there, or is something else, the volume is not what it should be.
func (t *tree) refuse(name string, err error) error {
	published := path.Join(t.published, name)
	reason, own := refusedError(err)
	if !own || name == "" && reason != mayNotRead {
		return &ReadError{published, err}
	}
	t.skip(published, reason)
	return nil
}

func inodeOf(stat unix.Stat_t) inode {
	return inode{uint64(stat.Dev), stat.Ino} //nolint:unconvert // Dev is narrower on some machines
}
