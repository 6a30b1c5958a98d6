// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"hash"
	"io"
	"sort"
	"strings"

	"github.com/ipfs/boxo/files"
)

// folder is those files of a directory whose names begin alike, as the IPFS library wants a folder.
type folder struct {
	directory *directory
	// order are the folder's own, depth is how many bytes of their names lead to it.
	order []int
	depth int
}

var _ files.Directory = (*folder)(nil)

func (d *directory) root() *folder { return &folder{directory: d, order: d.order} }

// path is what leads to the folder.
func (f *folder) path() string {
	return strings.TrimSuffix(f.directory.files[f.order[0]].Name[:f.depth], "/")
}

// names are the folder's own: files with their sizes, folders with -1. The folders are also returned by themselves.
func (f *folder) names() (map[string]int64, []*folder) {
	names := map[string]int64{}
	var below []*folder
	for all := (&entries{folder: f}); all.Next(); {
		switch entry := all.node.(type) {
		case *folder:
			names[all.name] = -1
			below = append(below, entry)
		case *leaf:
			names[all.name] = f.directory.files[entry.index].Size
		}
	}
	return names, below
}

// Entries goes through the folder.
func (f *folder) Entries() files.DirIterator { return &entries{folder: f} }

// Close does nothing: there is nothing open but the file that is being read.
func (f *folder) Close() error { return nil }

// Size is part of the library's interface and not asked for.
func (f *folder) Size() (int64, error) { return 0, errors.ErrUnsupported }

// entries are a folder's own names, each with what is behind it.
type entries struct {
	folder *folder
	next   int
	name   string
	node   files.Node
}

// Next goes on to the next name.
func (e *entries) Next() bool {
	f := e.folder
	if e.next == len(f.order) {
		return false
	}
	name := f.directory.files[f.order[e.next]].Name
	slash := strings.IndexByte(name[f.depth:], '/')
	if slash < 0 {
		e.name, e.node = name[f.depth:], &leaf{directory: f.directory, index: f.order[e.next]}
		e.next++
		return true
	}
	depth := f.depth + slash + 1
	end := e.next + sort.Search(len(f.order)-e.next, func(i int) bool {
		return !strings.HasPrefix(f.directory.files[f.order[e.next+i]].Name, name[:depth])
	})
	e.name, e.node = name[f.depth:depth-1], &folder{directory: f.directory, order: f.order[e.next:end], depth: depth}
	e.next = end
	return true
}

// Name is the one that Next went to.
func (e *entries) Name() string { return e.name }

// Node is what is behind it.
func (e *entries) Node() files.Node { return e.node }

// Err is nil: the names are all known.
func (e *entries) Err() error { return nil }

// leaf is a file as the IPFS library wants it.
type leaf struct {
	directory *directory
	index     int
	source    *source
	rest      io.Reader
	sum       hash.Hash
}

var _ files.File = (*leaf)(nil)

// Read reads on, unless the pass is over.
func (l *leaf) Read(p []byte) (int, error) { return l.directory.read(l, p) }

// Close lets go of the file as soon as it has been read.
func (l *leaf) Close() error {
	l.directory.mu.Lock()
	defer l.directory.mu.Unlock()
	l.end()
	return nil
}

// end is for whoever holds the lock. The file was only read, so nothing can be lost by closing it.
func (l *leaf) end() {
	if l.source != nil {
		_ = l.source.Close()
	}
	l.directory.open = nil
}

// Seek is part of the library's interface and never used for an upload.
func (l *leaf) Seek(int64, int) (int64, error) { return 0, errors.ErrUnsupported }

// Size is what the file had when it was found.
func (l *leaf) Size() (int64, error) { return l.directory.files[l.index].Size, nil }
