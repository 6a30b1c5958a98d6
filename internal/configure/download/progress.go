// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Progress is how far all downloads have come.
type Progress struct {
	// Files are whole, of those Begun.
	Files, Begun int64
	// Bytes came in, those that had to come again included.
	Bytes int64
	// Slowest tells of the running download that has the most bytes before it. Empty: none runs.
	Slowest string
}

// running is what a download says of itself to whoever asks meanwhile.
type running struct {
	what  string
	there func() int64
	// size is 0 as long as nobody knows it.
	size atomic.Int64
}

// counts is what the engine knows of all downloads.
type counts struct {
	bytes, files, begun atomic.Int64

	mu      sync.Mutex
	running map[*running]bool
}

func (c *counts) start(r *running) {
	c.begun.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running[r] = true
}

func (c *counts) end(r *running, whole bool) {
	if whole {
		c.files.Add(1)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, r)
}

// Progress tells how far all downloads have come.
func (e *Engine) Progress() Progress {
	c := &e.counts
	p := Progress{Files: c.files.Load(), Begun: c.begun.Load(), Bytes: c.bytes.Load()}
	c.mu.Lock()
	defer c.mu.Unlock()
	most := int64(-1)
	for r := range c.running {
		size, there := r.size.Load(), r.there()
		if before := size - there; before > most {
			most, p.Slowest = before, fmt.Sprintf("%s: %d of %d bytes", r.what, there, size)
		}
	}
	return p
}
