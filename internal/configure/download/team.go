// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"sync"
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

func (f *file) gather(ctx context.Context) *team {
	t := &team{file: f, enough: make(chan struct{})}
	t.ctx, t.cancel = context.WithCancelCause(ctx)
	return t
}

// invite lets others join as connections become free.
func (t *team) invite() {
	for range min(connectionsPerFile-1, t.file.chart.unbegun()/segmentLeast) {
		t.members.Go(func() {
			select {
			case t.file.slots <- struct{}{}:
				defer func() { <-t.file.slots }()
			case <-t.enough:
				return
			case <-t.ctx.Done():
				return
			}
			t.help()
		})
	}
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
