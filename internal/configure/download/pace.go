// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"sync/atomic"
	"time"
)

// lookEvery is how often it is seen whether more connections should join: long enough for a line to show what it brings beside
// whatever else the machine has to do.
const lookEvery = 200 * time.Millisecond

// pace judges what the connections of a file bring.
type pace struct {
	// ample is how many bytes are so many, from one look to the next.
	ample int64
	there int64
}

// slow tells that less than that came in since the last look, and that nothing but the line held it up.
func (p *pace) slow(there int64, held bool) bool {
	came := there - p.there
	p.there = there
	return !held && came < p.ample
}

// brake knows whether the connections of a file had to wait for the volume or for the sum.
type brake struct {
	now atomic.Int32
	was atomic.Bool
}

// hold is for a connection that has to wait.
func (b *brake) hold(wait func()) {
	b.now.Add(1)
	wait()
	b.was.Store(true)
	b.now.Add(-1)
}

// held tells whether any had to since it was asked last, or has to now.
func (b *brake) held() bool {
	now := b.now.Load() > 0 // First, lest one that ends meanwhile is in neither.
	return b.was.Swap(false) || now
}
