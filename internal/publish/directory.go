// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"strings"
	"sync"

	"github.com/ipfs/boxo/files"
)

// directory is one pass over all files, in the form that the IPFS library streams.
type directory struct {
	readings []*reading

	// mu guards last: the library reads in a goroutine of net/http's, which may outlive the request.
	mu   sync.Mutex
	last string
	gone bool
}

func newDirectory(list []File) *directory {
	d := &directory{last: list[0].Name}
	for _, file := range list {
		d.readings = append(d.readings, newReading(file))
	}
	return d
}

// branch is a folder that is being built.
type branch struct {
	entries []files.DirEntry
	folders map[string]*branch
	order   []string
}

// tree is the files in folders, for the library.
func (d *directory) tree() files.Directory {
	root := &branch{}
	for _, r := range d.readings {
		at := root
		parts := strings.Split(r.file.Name, "/")
		for _, part := range parts[:len(parts)-1] {
			at = at.folder(part)
		}
		at.entries = append(at.entries, files.FileEntry(parts[len(parts)-1], &node{directory: d, reading: r}))
	}
	return root.node()
}

func (b *branch) folder(name string) *branch {
	if b.folders == nil {
		b.folders = map[string]*branch{}
	}
	if b.folders[name] == nil {
		b.folders[name] = &branch{}
		b.order = append(b.order, name)
	}
	return b.folders[name]
}

func (b *branch) node() files.Directory {
	entries := b.entries
	for _, name := range b.order {
		entries = append(entries, files.FileEntry(name, b.folders[name].node()))
	}
	return files.NewSliceDirectory(entries)
}

// close ends the pass. Whatever still wants to read gets nothing.
func (d *directory) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
	for _, r := range d.readings {
		_ = r.Close() // it was only read
	}
}

// current is the file that was being read last.
func (d *directory) current() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

// failed is the failure of the volume that ended the pass, if any.
func (d *directory) failed() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range d.readings {
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

func (d *directory) published(url func(name string) string) []Published {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make([]Published, len(d.readings))
	for i, r := range d.readings {
		all[i] = r.published(url(r.file.Name))
	}
	return all
}
