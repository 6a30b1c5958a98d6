// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"math/rand/v2"
	"time"
)

// Backoff is how often something is tried, and how long is waited in between.
type Backoff struct {
	// Tries is how often in all.
	Tries int
	// First is the wait after the first try; it doubles with each further one.
	First time.Duration
	// Longest bounds any wait, also one that a server asks for.
	Longest time.Duration
}

// DefaultBackoff rides out the restart of a server, but not a day of it.
func DefaultBackoff() Backoff {
	return Backoff{Tries: 6, First: time.Second, Longest: time.Minute}
}

// wait before try n+1, counted from 1; asked is the server's wish. The half that is random keeps many workflows that
// failed together from coming back together.
func (b Backoff) wait(n int, asked time.Duration) time.Duration {
	wait := min(b.First<<min(n-1, 20), b.Longest)
	if wait > 0 {
		wait = wait/2 + rand.N(wait/2+1)
	}
	return min(max(wait, asked), b.Longest)
}
