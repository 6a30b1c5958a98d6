// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// tally counts what was tried.
type tally struct {
	scenarios, crashes, others, running, differing atomic.Int32
	planned                                        atomic.Int32 // crashes that were to happen
	beyond                                         atomic.Int32 // crashes at writes that their runs did not have
	alone                                          atomic.Int32 // crashes of which another one's run met only the first
}

var total tally

// line is the last line of the run.
func (t *tally) line() string {
	return fmt.Sprintf("faults: scenarios=%d crash_points=%d differing=%d", t.scenarios.Load(), t.crashes.Load(), t.differing.Load())
}

// missed tells why what came about is not what was planned: a crash did not though its run had the write, or more than one in
// twenty runs had fewer writes than the one without a fault. An operator that is quick, or slow, may see two changes at once and
// tell them in one write.
func (t *tally) missed() string {
	crashes, beyond, planned := t.crashes.Load(), t.beyond.Load(), t.planned.Load()
	switch {
	case crashes+beyond != planned:
		return fmt.Sprintf("of %d planned crashes %d came about, and %d were at writes that their runs did not have: %d are missing",
			planned, crashes, beyond, planned-crashes-beyond)
	case beyond*20 > planned:
		return fmt.Sprintf("%d of %d planned crashes were at writes that their runs did not have, which is more than one in twenty", beyond, planned)
	}
	return ""
}

// count takes a run into account; a fault that did not come about is none.
func (t *tally) count(f fault, o outcome) {
	t.crashes.Add(int32(o.crashes))
	t.others.Add(int32(o.lates))
	if f.crashes == 0 && o.struck {
		t.others.Add(1)
	}
}

// report tells every ten seconds how far it is, until it is stopped.
func (t *tally) report() (stop func()) {
	begin := time.Now()
	ticker := time.NewTicker(10 * time.Second)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-ticker.C:
				fmt.Printf("%4.0fs: %d scenarios, %d crash points and %d other faults tried, %d under way, %d differing\n", time.Since(begin).Seconds(),
					t.scenarios.Load(), t.crashes.Load(), t.others.Load(), t.running.Load(), t.differing.Load())
			case <-done:
				return
			}
		}
	})
	return func() {
		ticker.Stop()
		close(done)
		wg.Wait()
	}
}
