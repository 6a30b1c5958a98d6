// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"sync/atomic"
	"time"
)

// clock is the time of one run. It stands still but where the story says that time passes, so that no pause ends early
// because the machine is slow, or because the API server was away for a minute. What the API server and its controllers
// date is dated by the real time, which goes on meanwhile: a story that waits for a pause after such an end lets ten
// minutes pass.
type clock struct {
	begin   time.Time
	elapsed atomic.Int64
}

func (c *clock) Now() time.Time                  { return c.begin.Add(time.Duration(c.elapsed.Load())) }
func (c *clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }
func (c *clock) forward(d time.Duration)         { c.elapsed.Add(int64(d)) }

// idle lets time pass while nothing happens. A story with notices needs that: where a fault keeps the operator from the job's
// secret an attempt to tell one fails, and the next is a matter of time.
func (r *run) idle(ctx context.Context) {
	for {
		quiet := time.NewTimer(time.Second)
		select {
		case <-r.record.news():
		case <-quiet.C:
			r.clock.forward(5 * time.Second)
		case <-ctx.Done():
			quiet.Stop()
			return
		}
		quiet.Stop()
	}
}
