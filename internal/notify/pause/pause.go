// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package pause says when a notice is sent again. It is pure, so that the plan can use it: the same notice after the same
// number of attempts pauses for the same time, whoever asks and however often.
package pause

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"time"
)

// Schedule is how pauses grow: they double from First up to Longest.
type Schedule struct {
	// First is about how long the pause after the first attempt is.
	First time.Duration
	// Longest bounds every pause.
	Longest time.Duration
}

// Default rides out a restart within seconds, and asks a receiver that is down for a day no more than once or twice an hour.
func Default() Schedule { return Schedule{First: 5 * time.Second, Longest: time.Hour} }

// spread is how far a pause may be off, in thousandths, either way.
const spread = 200

// After is the pause after so many attempts, at least 1, of the notice with this id. It is up to a fifth shorter or longer
// than its place in the row says, by the id: notices that failed together do not come back together.
func (s Schedule) After(id string, attempts int32) time.Duration {
	longest := s.Longest / (1000 + spread) * 1000 // so that pauses spread there as well, and none is longer
	middle := min(s.First, longest)
	for i := int32(1); i < min(attempts, 64) && middle < longest; i++ {
		middle = min(2*middle, longest)
	}
	return middle / 1000 * time.Duration(1000-spread+jitter(id, attempts))
}

// jitter is between 0 and twice the spread, the same for the same notice and attempt.
func jitter(id string, attempts int32) int64 {
	sum := sha256.Sum256([]byte(id + "/" + strconv.Itoa(int(attempts))))
	return int64(binary.BigEndian.Uint64(sum[:]) % (2*spread + 1))
}

// Attempts is what is known of a notice that was not delivered yet.
type Attempts struct {
	// ID is the notice's webhook-id.
	ID string
	// Count is how often it was tried, at least once.
	Count int32
	// Last is when the last attempt ended.
	Last time.Time
	// Wait is how long the receiver asked to be left alone after that; zero if it did not.
	Wait time.Duration
	// End is when it is given up.
	End time.Time
}

// Next is when the notice is tried again; false means never. The last attempt falls on the end itself, so that a receiver
// that came back late is not missed, even if it asked for a longer wait.
func (s Schedule) Next(a Attempts) (time.Time, bool) {
	if !a.Last.Before(a.End) {
		return time.Time{}, false
	}
	next := a.Last.Add(max(s.After(a.ID, a.Count), a.Wait))
	if next.After(a.End) {
		next = a.End
	}
	return next, true
}
