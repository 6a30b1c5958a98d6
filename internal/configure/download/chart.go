// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"cmp"
	"slices"
	"sync"
)

// segmentLeast and segmentMost bound what a connection takes on at a time.
const segmentLeast, segmentMost = 8 << 20, 64 << 20

// region is bytes of a file: from from up to but not including to.
type region struct{ from, to int64 }

func (r region) size() int64 { return r.to - r.from }

// chart is which bytes of a file are there and which nobody has begun with. What is in neither list is being read.
type chart struct {
	mu         sync.Mutex
	free, done []region // in order, and none touches the next
}

func newChart(done []region) *chart {
	c := &chart{free: []region{{0, End}}}
	for _, r := range done {
		c.free = without(c.free, r)
		c.done = with(c.done, r)
	}
	return c
}

// clear forgets all bytes.
func (c *chart) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free, c.done = []region{{0, End}}, nil
}

// claim takes the first bytes that nobody has begun with, at most so many.
func (c *chart) claim(most int64) (region, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.free) == 0 {
		return region{}, false
	}
	return c.take(c.free[0], most), true
}

// claimAt takes more from there on, but only if nobody has begun with the very next byte.
func (c *chart) claimAt(from, most int64) (region, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.IndexFunc(c.free, func(r region) bool { return r.from == from })
	if at < 0 {
		return region{}, false
	}
	return c.take(c.free[at], most), true
}

// take is for the holder of the lock. It ends where a stretch does, as far as that is possible.
func (c *chart) take(r region, most int64) region {
	if r.size() > most {
		to := r.from + most
		if r.to = to - to%stretchSize; r.to <= r.from {
			r.to = to
		}
	}
	c.free = without(c.free, r)
	return r
}

// segment is how much a connection should take on: less towards the end, so that all are done at about the same time.
func (c *chart) segment() int64 {
	return min(max(c.unbegun()/(2*connectionsPerFile), segmentLeast), segmentMost)
}

// unbegun is how many bytes nobody has begun with.
func (c *chart) unbegun() (n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.free {
		n += r.size()
	}
	return n
}

// giveBack returns what was claimed and not read.
func (c *chart) giveBack(r region) {
	if r.size() <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free = with(c.free, r)
}

// finish notes that bytes are there.
func (c *chart) finish(r region) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = with(c.done, r)
}

// cut says where the file ends: nothing behind that is to be had.
func (c *chart) cut(size int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free = without(c.free, region{size, End})
}

// front is up to where every byte is there.
func (c *chart) front() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.done) == 0 || c.done[0].from > 0 {
		return 0
	}
	return c.done[0].to
}

// there is how many bytes are there.
func (c *chart) there() (n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.done {
		n += r.size()
	}
	return n
}

// with adds a region to a list and joins what then touches.
func with(list []region, r region) []region {
	at, _ := slices.BinarySearchFunc(list, r, func(a, b region) int { return cmp.Compare(a.from, b.from) })
	list = slices.Insert(list, at, r)
	joined := list[:0]
	for _, next := range list {
		if last := len(joined) - 1; last >= 0 && next.from <= joined[last].to {
			joined[last].to = max(joined[last].to, next.to)
			continue
		}
		joined = append(joined, next)
	}
	return joined
}

// without takes a region out of a list.
func without(list []region, r region) []region {
	var rest []region
	for _, next := range list {
		if before := (region{next.from, min(next.to, r.from)}); before.size() > 0 {
			rest = append(rest, before)
		}
		if after := (region{max(next.from, r.to), next.to}); after.size() > 0 {
			rest = append(rest, after)
		}
	}
	return rest
}
