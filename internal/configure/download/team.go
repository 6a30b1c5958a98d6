// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"sync"
	"time"
)

// connectionsPerFile are at most so many, if there are enough left over.
const connectionsPerFile = 8

// team is the connections of one round. Those beside the first only help: one that fails leaves, as its server may not
// want so many, and the first goes on.
type team struct {
	file    *file
	ctx     context.Context
	cancel  context.CancelCauseFunc
	members sync.WaitGroup
	// enough is closed when there is nothing left to begin with.
	enough chan struct{}
}

func (f *file) gather(ctx context.Context, cancel context.CancelCauseFunc) *team {
	return &team{file: f, ctx: ctx, cancel: cancel, enough: make(chan struct{})}
}

// lookEvery is how often it is seen whether one more connection should join.
const lookEvery = 50 * time.Millisecond

// invite lets others join one after the other, as long as what comes in is not ample, nor more than the volume takes.
func (t *team) invite() {
	others := min(connectionsPerFile-1, t.file.chart.unbegun()/segmentLeast)
	if t.file.o.Ample == 0 {
		for range others {
			t.members.Go(t.join)
		}
		return
	}
	t.members.Go(func() {
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		for before := t.file.chart.there(); others > 0; others-- {
			if before = t.ample(look.C, before); before < 0 {
				return
			}
			t.members.Go(t.join)
		}
	})
}

// ample waits as long as that is so. It is given how much was there and returns how much is; below 0 it is the end.
func (t *team) ample(look <-chan time.Time, before int64) int64 {
	for {
		select {
		case <-look:
		case <-t.enough:
			return -1
		case <-t.ctx.Done():
			return -1
		}
		there := t.file.chart.there()
		if held := t.file.held.Swap(false); !held && there-before < t.file.o.Ample/int64(time.Second/lookEvery) {
			return there
		}
		before = there
	}
}

// join helps, once a connection is free.
func (t *team) join() {
	select {
	case t.file.slots <- struct{}{}:
		defer func() { <-t.file.slots }()
	case <-t.enough:
		return
	case <-t.ctx.Done():
		return
	}
	t.help()
}

func (t *team) help() {
	err := t.file.segments(t.ctx)
	var failed *writeError
	switch {
	case err == nil || t.ctx.Err() != nil:
	case errors.Is(err, ErrChanged) || errors.As(err, &failed):
		t.cancel(err)
	default:
		t.file.o.Log.Debug("A connection gave up", "what", t.file.want.What, "after", err)
	}
}

// end waits for the others, and says what went wrong first.
func (t *team) end(err error) error {
	if err != nil {
		t.cancel(err)
	}
	close(t.enough)
	t.members.Wait()
	err = context.Cause(t.ctx)
	t.cancel(nil)
	return err
}
