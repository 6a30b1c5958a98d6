// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"io"
)

// Types of published files.
const (
	TypeOutput       = "output"
	TypeAlgorithmLog = "algorithmLog"
)

// File is one to be uploaded.
type File struct {
	// Name under which it is published.
	Name string
	// Type is one of the types above.
	Type string
	// Size when it was found.
	Size int64
	// Open gives its content, as often as it takes.
	Open func() (Content, error)
}

// Content is what a file holds. Parts of it may be read at the same time, and again.
type Content interface {
	io.ReaderAt
	io.Closer
}

// memoryFile is a file that is nowhere but here.
func memoryFile(name string, content []byte) File {
	return File{Name: name, Type: TypeOutput, Size: int64(len(content)), Open: func() (Content, error) {
		return readOnly{bytes.NewReader(content)}, nil
	}}
}

// readOnly is content that nothing has to be given back for.
type readOnly struct{ io.ReaderAt }

// Close does nothing.
func (readOnly) Close() error { return nil }
