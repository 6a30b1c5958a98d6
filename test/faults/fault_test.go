// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// fault is something that befalls the operator. happen starts the operators of a run, and strikes.
type fault struct {
	name     string
	happen   func(context.Context, *stage) error
	patience time.Duration // if it takes longer than others
	sure     bool          // it happens in every run
}

// none lets one operator do its work.
func none() fault {
	return fault{name: "none", happen: func(_ context.Context, s *stage) error {
		_, err := s.start(nil)
		return err
	}}
}

var errDead = errors.New("this operator is dead")

// crash stops the operator dead at its nth write. One that dies before the server took the write is started anew. For one
// that dies after it, which leaves what the next one's death before its next write leaves, an operator takes over that stood
// by all the time and whose caches lag behind.
func crash(n int, after bool) fault {
	if after {
		return succeeded(n, newView(int64(n), 0))
	}
	return fault{name: fmt.Sprintf("crash-before@%d", n), happen: func(ctx context.Context, s *stage) error {
		if dead, err := s.dies(ctx, n, false); !dead {
			return err
		}
		_, err := s.start(nil)
		return err
	}}
}

// succeeded stops the operator dead after its nth write and elects the one that stood by, with the view that it has.
func succeeded(n int, v *view) fault {
	return fault{name: fmt.Sprintf("crash-after@%d", n), happen: func(ctx context.Context, s *stage) error {
		s.run.lags.Store(true)
		elected := make(chan struct{})
		defer close(elected)
		if err := s.standBy(v.wrap, elected); err != nil {
			return err
		}
		_, err := s.dies(ctx, n, true)
		return err
	}}
}

// dies starts an operator and stops it dead at its nth write, if there is such a write.
func (s *stage) dies(ctx context.Context, n int, after bool) (dead bool, err error) {
	c := &cut{at: int32(n), after: after, fired: make(chan struct{})}
	first, err := s.start(c.wrap)
	if err != nil {
		return false, err
	}
	select {
	case <-c.fired:
	case <-ctx.Done():
		return false, nil
	}
	s.struck.Store(true)
	first.stop()
	return true, nil
}

// cut lets nothing pass any more from a certain write on.
type cut struct {
	at    int32
	after bool // the server still takes that write, but the answer is lost

	next  http.RoundTripper
	count atomic.Int32
	dead  atomic.Bool
	once  sync.Once
	fired chan struct{}
}

func (c *cut) wrap(next http.RoundTripper) http.RoundTripper {
	c.next = next
	return c
}

func (c *cut) RoundTrip(req *http.Request) (*http.Response, error) {
	if c.dead.Load() {
		return nil, errDead
	}
	if !isWrite(req) || c.count.Add(1) != c.at {
		resp, err := c.next.RoundTrip(req)
		if c.dead.Load() && err == nil {
			swallow(resp)
			return nil, errDead
		}
		return resp, err
	}
	c.dead.Store(true)
	defer c.once.Do(func() { close(c.fired) })
	if c.after {
		if resp, err := c.next.RoundTrip(req); err == nil {
			swallow(resp)
		}
	}
	return nil, errDead
}

// swallow loses an answer. The server has done what it was asked, or it would not have answered.
func swallow(resp *http.Response) {
	_ = resp.Body.Close() // It is to be lost either way.
}
