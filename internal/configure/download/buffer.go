// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import "sync/atomic"

// buffer is a stretch of a file on its way from a connection to the volume and into the sum. Its bytes begin where a page
// does, as what is written past the page cache must.
type buffer struct {
	bytes [stretchSize]byte
	shelf *shelf
	// users are those who are not done with it.
	users atomic.Int32
}

// release says that one of the users is.
func (b *buffer) release() {
	if b.users.Add(-1) == 0 {
		b.shelf.free <- b
	}
}

// shelf has the buffers of all connections: a bounded number of them, made when they are first needed. Whoever takes one
// may have to wait until another is written and hashed.
type shelf struct{ free, toMake chan *buffer }

func newShelf(size int) *shelf {
	s := &shelf{free: make(chan *buffer, size), toMake: make(chan *buffer, size)}
	for range size {
		s.toMake <- nil
	}
	return s
}

// take gets a buffer for one user.
func (s *shelf) take(wait *brake) *buffer {
	b := s.there()
	if b == nil {
		wait.hold(func() { b = <-s.free })
	}
	b.users.Store(1)
	return b
}

// there is a buffer that nobody has to wait for.
func (s *shelf) there() *buffer {
	select {
	case b := <-s.free:
		return b
	default:
	}
	select {
	case b := <-s.free:
		return b
	case <-s.toMake:
		return &buffer{shelf: s}
	default:
		return nil
	}
}
