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

// invite lets others join as long as what comes in is not ample: first one, then twice as many each time.
func (t *team) invite() {
	others := int(min(connectionsPerFile-1, t.file.chart.unbegun()/segmentLeast))
	if t.file.o.Ample == 0 {
		t.welcome(others)
		return
	}
	t.members.Go(func() {
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		pace := &pace{ample: t.file.o.Ample / int64(time.Second/lookEvery), there: t.file.chart.there()}
		for more := 1; others > 0 && t.isSlow(look.C, pace); more *= 2 {
			more = min(more, others)
			t.welcome(more)
			others -= more
		}
	})
}

func (t *team) welcome(n int) {
	for range n {
		t.members.Go(t.join)
	}
}

// isSlow waits until that is so, or tells that it will not be any more.
func (t *team) isSlow(look <-chan time.Time, p *pace) bool {
	for {
		select {
		case <-look:
		case <-t.enough:
			return false
		case <-t.ctx.Done():
			return false
		}
		if p.slow(t.file.chart.there(), t.file.brake.held()) {
			return true
		}
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
