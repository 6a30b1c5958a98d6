// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"
)

// errShorter says that a file has changed under our hands.
var errShorter = errors.New("the file is shorter than when it was found")

// ReadError is a failure of the volume, not of the storage.
type ReadError struct {
	Name string
	Err  error
}

func (e *ReadError) Error() string { return fmt.Sprintf("read %s: %v", e.Name, e.Err) }
func (e *ReadError) Unwrap() error { return e.Err }

// source is a file that is being uploaded. It remembers whether it was the reading that failed, which the libraries between
// the volume and the storage do not tell apart.
type source struct {
	file    File
	content Content
	failure atomic.Pointer[ReadError]
}

func open(file File) (*source, error) {
	content, err := file.Open()
	if err != nil {
		return nil, &ReadError{file.Name, err}
	}
	return &source{file: file, content: content}, nil
}

// ReadAt reads the file as far as it went when it was found: logs of ours still grow. One that has become shorter has
// lost something.
func (s *source) ReadAt(p []byte, offset int64) (int, error) {
	if rest := s.file.Size - offset; int64(len(p)) > rest {
		p = p[:max(rest, 0)]
		if len(p) == 0 {
			return 0, io.EOF
		}
	}
	n, err := s.content.ReadAt(p, offset)
	if n == len(p) {
		return n, nil
	}
	if errors.Is(err, io.EOF) {
		err = errShorter
	}
	failure := &ReadError{s.file.Name, err}
	s.failure.CompareAndSwap(nil, failure)
	return n, failure
}

// part is a section of the file, to be read once or several times.
func (s *source) part(offset, size int64) *io.SectionReader {
	return io.NewSectionReader(s, offset, size)
}

func (s *source) all() *io.SectionReader { return s.part(0, s.file.Size) }

// failed is the failure to read, if there was one.
func (s *source) failed() error {
	if failure := s.failure.Load(); failure != nil {
		return failure
	}
	return nil
}

func (s *source) Close() error { return s.content.Close() }
