// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"sync"
	"sync/atomic"
)

// summing hashes a part file from its beginning on while it is written in several places. What comes in just where the
// hash stands is hashed in passing, out of the buffer that it came in. Everything else is read back, once all that is
// before it is there, which the page cache makes cheap. At the end next to nothing is left to do.
type summing struct {
	file  io.ReaderAt
	front func() int64
	brake *brake

	// mu is held by who adds to the queue. ordered is up to where the hash will be when all that is in the queue is done.
	mu      sync.Mutex
	ordered atomic.Int64
	queue   chan piece
	stopped chan struct{}

	hash hash.Hash
	at   int64
	err  error
}

// queueLength bounds what is held in memory until it is hashed. A line that is faster has to wait: there is no end before
// everything is hashed.
const queueLength = 4

// piece is what comes next: so many bytes of a buffer, or whatever the part file has up to some byte.
type piece struct {
	buffer *buffer
	n      int
	upTo   int64
}

func newSumming(file io.ReaderAt, front func() int64, b *brake) *summing {
	return &summing{file: file, front: front, brake: b, hash: sha256.New()}
}

// follow hashes in the background from now on.
func (s *summing) follow() {
	s.queue, s.stopped = make(chan piece, queueLength), make(chan struct{})
	go func() {
		defer close(s.stopped)
		for p := range s.queue {
			s.take(p)
		}
	}()
}

// pass uses a buffer, whose place in the part file is known, if that is where the hash stands.
func (s *summing) pass(b *buffer, n int, at int64) bool {
	if s.ordered.Load() != at {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b.users.Add(1)
	s.ordered.Store(at + int64(n))
	if p := (piece{buffer: b, n: n}); s.queue != nil {
		s.add(p)
	} else {
		s.take(p)
	}
	return true
}

// add waits until there is room in the queue.
func (s *summing) add(p piece) {
	select {
	case s.queue <- p:
	default:
		s.brake.hold(func() { s.queue <- p })
	}
}

// nudge says that the front may have moved. If somebody else is about to add to the queue, there will be another nudge.
func (s *summing) nudge() {
	if s.queue == nil || !s.mu.TryLock() {
		return
	}
	defer s.mu.Unlock()
	front := s.front()
	if front <= s.ordered.Load() {
		return
	}
	select {
	case s.queue <- piece{upTo: front}:
		s.ordered.Store(front)
	default:
	}
}

func (s *summing) take(p piece) {
	if p.buffer == nil {
		s.readBack(p.upTo)
		return
	}
	s.hash.Write(p.buffer.bytes[:p.n])
	s.at += int64(p.n)
	p.buffer.release()
}

func (s *summing) readBack(to int64) {
	if s.err != nil || to <= s.at {
		return
	}
	var n int64
	n, s.err = io.Copy(s.hash, io.NewSectionReader(s.file, s.at, to-s.at))
	s.at += n
}

// stop ends what goes on in the background.
func (s *summing) stop() {
	if s.queue == nil {
		return
	}
	close(s.queue)
	<-s.stopped
	s.queue = nil
}

// finish hashes the rest, once everything is there and nothing goes on in the background.
func (s *summing) finish(size int64) (string, error) {
	s.readBack(s.front())
	switch {
	case s.err != nil:
		return "", fmt.Errorf("read back what was written: %w", s.err)
	case s.at != size:
		return "", fmt.Errorf("read back what was written: there are %d bytes, not %d", s.at, size)
	}
	return hex.EncodeToString(s.hash.Sum(nil)), nil
}
