// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"sync/atomic"
	"time"
)

// clock is the time of one run: the real one, put forward where a scenario waits for something.
type clock struct{ offset atomic.Int64 }

func (c *clock) Now() time.Time                  { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }
func (c *clock) forward(d time.Duration)         { c.offset.Add(int64(d)) }
