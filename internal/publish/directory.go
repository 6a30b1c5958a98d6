// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"cmp"
	"crypto/sha256"
	"io"
	"slices"
	"strings"
	"sync"
)

// directory is one pass over all files, in the form that the IPFS library streams. One file is open at a time, and nothing
// is held for any file but its digest.
type directory struct {
	// order has the files by name, so that those of a folder are neighbours; digests have the order of files.
	files   []File
	order   []int
	digests []Digest

	// mu guards the rest: the library reads in a goroutine of net/http's, which may outlive the request.
	mu      sync.Mutex
	last    string
	failure error
	open    *leaf
	gone    bool
}

func newDirectory(list []File) *directory {
	d := &directory{files: list, order: make([]int, len(list)), digests: make([]Digest, len(list)), last: list[0].Name}
	for i := range d.order {
		d.order[i] = i
	}
	slices.SortFunc(d.order, func(a, b int) int { return strings.Compare(list[a].Name, list[b].Name) })
	return d
}

// close ends the pass. Whatever still wants to read gets nothing.
func (d *directory) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
	if d.open != nil {
		d.open.end()
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
	return d.failure
}

// read reads on in one file, which is opened with its first byte.
func (d *directory) read(n *leaf, p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.gone:
		return 0, io.ErrClosedPipe
	case d.failure != nil:
		return 0, d.failure
	}
	if n.source == nil {
		d.last = d.files[n.index].Name
		source, err := open(d.files[n.index])
		if err != nil {
			d.failure = err
			return 0, err
		}
		n.source, n.rest, n.sum, d.open = source, source.all(), sha256.New(), n
	}
	read, err := n.rest.Read(p)
	n.sum.Write(p[:read])
	d.failure = n.source.failed()
	if err == io.EOF { //nolint:errorlint // as io.Reader has it
		n.sum.Sum(d.digests[n.index][:0])
	}
	return read, err
}

// wrongName is the first name that something was found wrong with, by whoever comes first.
type wrongName struct {
	once sync.Once
	name string
}

func (w *wrongName) set(name string) { w.once.Do(func() { w.name = name }) }

// get is the name, or some name of the directory if it was about the whole.
func (w *wrongName) get(zone *directory) string { return cmp.Or(w.name, zone.files[0].Name) }
