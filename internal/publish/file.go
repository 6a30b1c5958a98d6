// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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
	// Open starts reading it, as often as it takes.
	Open func() (io.ReadCloser, error)
}

// Published is a file that has been uploaded.
type Published struct {
	Path   string `json:"path"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	URL    string `json:"url"`
}

// memoryFile is a file that is nowhere but here.
func memoryFile(name string, content []byte) File {
	return File{Name: name, Type: TypeOutput, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}

// errShorter says that a file has changed under our hands.
var errShorter = errors.New("the file is shorter than when it was found")

// ReadError is a failure of the volume, not of the storage.
type ReadError struct {
	Name string
	Err  error
}

func (e *ReadError) Error() string { return fmt.Sprintf("read %s: %v", e.Name, e.Err) }
func (e *ReadError) Unwrap() error { return e.Err }

// reading is one pass over a file: what was read, and whether it was the reading that failed. It is opened with the
// first byte, so that a zone of many files does not need as many open ones.
type reading struct {
	file File
	body io.ReadCloser
	sum  hash.Hash
	size int64
	err  error
}

func newReading(file File) *reading { return &reading{file: file, sum: sha256.New()} }

// Read reads the file, up to the size that it had when it was found: logs of ours still grow.
func (r *reading) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if r.body == nil {
		if r.body, r.err = r.file.Open(); r.err != nil {
			r.err = &ReadError{r.file.Name, r.err}
			return 0, r.err
		}
	}
	if rest := r.file.Size - r.size; int64(len(p)) > rest {
		p = p[:rest]
	}
	if len(p) == 0 {
		return 0, io.EOF
	}
	n, err := r.body.Read(p)
	r.sum.Write(p[:n])
	r.size += int64(n)
	if errors.Is(err, io.EOF) && r.size < r.file.Size {
		err = errShorter
	}
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = &ReadError{r.file.Name, err}
		return n, r.err
	}
	return n, err
}

// Close lets go of the file.
func (r *reading) Close() error {
	if r.body == nil {
		return nil
	}
	return r.body.Close()
}

// published is what was read, under its address.
func (r *reading) published(url string) Published {
	return Published{Path: r.file.Name, Type: r.file.Type, Size: r.size, SHA256: hex.EncodeToString(r.sum.Sum(nil)), URL: url}
}
