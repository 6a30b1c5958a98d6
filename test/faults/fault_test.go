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
)

// fault is something that befalls the operator. happen starts the operators of a run, and strikes.
type fault struct {
	name   string
	happen func(context.Context, *stage) error
}

// none lets one operator do its work.
func none() fault {
	return fault{name: "none", happen: func(_ context.Context, s *stage) error {
		_, err := s.start(nil)
		return err
	}}
}

var errDead = errors.New("this operator is dead")

// crash stops the operator dead at its nth write, before the server took it or after, and starts another one.
func crash(n int, after bool) fault {
	name := "crash-before"
	if after {
		name = "crash-after"
	}
	return fault{name: fmt.Sprintf("%s@%d", name, n), happen: func(ctx context.Context, s *stage) error {
		c := &cut{at: int32(n), after: after, fired: make(chan struct{})}
		first, err := s.start(c.wrap)
		if err != nil {
			return err
		}
		select {
		case <-c.fired:
		case <-ctx.Done():
			return nil
		}
		s.struck.Store(true)
		first.stop()
		_, err = s.start(nil)
		return err
	}}
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
