// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"io"

	"github.com/ipfs/boxo/files"
)

// node is a file as the IPFS library wants it.
type node struct {
	directory *directory
	reading   *reading
}

var _ files.File = (*node)(nil)

// Read reads on, unless the pass is over.
func (n *node) Read(p []byte) (int, error) {
	n.directory.mu.Lock()
	defer n.directory.mu.Unlock()
	if n.directory.gone {
		return 0, io.ErrClosedPipe
	}
	n.directory.last = n.reading.file.Name
	return n.reading.Read(p)
}

// Close lets go of the file as soon as it has been read.
func (n *node) Close() error {
	n.directory.mu.Lock()
	defer n.directory.mu.Unlock()
	return n.reading.Close()
}

// Seek is part of the library's interface and never used for an upload.
func (n *node) Seek(int64, int) (int64, error) { return 0, errors.ErrUnsupported }

// Size is what the file had when it was found.
func (n *node) Size() (int64, error) { return n.reading.file.Size, nil }
