// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import "sync"

// What is known of an id.
const (
	New  = iota // Nobody has seen it: the caller may act, and then calls End.
	Busy        // Somebody is acting on it right now.
	Done        // It was acted on.
)

// Seen remembers the ids of notices that were acted on. This one is in memory and only grows; a real one is a table with a
// unique key, written in the same transaction as what the notice brings about, and may forget an id a day after the
// operator's delivery time has passed.
type Seen struct {
	mu  sync.Mutex
	ids map[string]int
}

// NewSeen has seen nothing.
func NewSeen() *Seen { return &Seen{ids: map[string]int{}} }

// Begin tells what is known of an id, and takes it if it is new.
func (s *Seen) Begin(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.ids[id]
	if known == New {
		s.ids[id] = Busy
	}
	return known
}

// End says what became of an id that was taken.
func (s *Seen) End(id string, done bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if done {
		s.ids[id] = Done
		return
	}
	delete(s.ids, id)
}
