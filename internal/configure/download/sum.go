// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// summing hashes a part file from its beginning on while it is written in several places: whatever has come to touch the
// front is read back, which the page cache makes cheap. At the end next to nothing is left to do.
type summing struct {
	file  io.ReaderAt
	front func() int64

	hash    hash.Hash
	at      int64
	err     error
	moved   chan struct{}
	stopped chan struct{}
}

func newSumming(file io.ReaderAt, front func() int64) *summing {
	return &summing{file: file, front: front, hash: sha256.New(), moved: make(chan struct{}, 1)}
}

// follow hashes in the background from now on.
func (s *summing) follow() {
	s.stopped = make(chan struct{})
	go func() {
		defer close(s.stopped)
		for range s.moved {
			s.advance()
		}
	}()
}

// nudge says that the front may have moved.
func (s *summing) nudge() {
	select {
	case s.moved <- struct{}{}:
	default:
	}
}

func (s *summing) advance() {
	to := s.front()
	if s.err != nil || to <= s.at {
		return
	}
	var n int64
	n, s.err = io.Copy(s.hash, io.NewSectionReader(s.file, s.at, to-s.at))
	s.at += n
}

// stop ends what goes on in the background.
func (s *summing) stop() {
	if s.stopped == nil {
		return
	}
	close(s.moved)
	<-s.stopped
	s.stopped = nil
}

// finish hashes the rest, once everything is there and nothing goes on in the background.
func (s *summing) finish(size int64) (string, error) {
	s.advance()
	switch {
	case s.err != nil:
		return "", fmt.Errorf("read back what was written: %w", s.err)
	case s.at != size:
		return "", fmt.Errorf("read back what was written: there are %d bytes, not %d", s.at, size)
	}
	return hex.EncodeToString(s.hash.Sum(nil)), nil
}
