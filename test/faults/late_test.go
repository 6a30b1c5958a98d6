// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
)

// late is the last write of an operator that lost its lease: it is held up on its way, another operator takes over and
// writes, and then it arrives after all.
func late(n int) fault { return lateUntil(n, false) }

// lateUntil holds the write up until the other operator has written, or until all is over.
func lateUntil(n int, end bool) fault {
	return fault{name: fmt.Sprintf("late@%d", n), happen: func(ctx context.Context, s *stage) error {
		h := &holdUp{at: int32(n), held: make(chan struct{}), release: make(chan struct{})}
		if _, err := s.start(h.wrap); err != nil {
			return err
		}
		select {
		case <-h.held:
		case <-ctx.Done():
			return nil
		}
		s.struck.Store(true)
		defer close(h.release)
		wrote := make(chan struct{}, 1)
		if _, err := s.start(noticing(wrote)); err != nil {
			return err
		}
		if end {
			_ = s.run.record.await(ctx, "all is over", func() bool { return s.run.record.last != nil && s.run.record.finished() }) // If it never is, the run fails of that.
			return nil
		}
		// A new operator that has nothing to write has taken over when something happens to the workflow.
		s.run.record.mu.Lock()
		moved := s.run.record.changed
		s.run.record.mu.Unlock()
		select {
		case <-wrote:
		case <-moved:
		case <-ctx.Done():
		}
		return nil
	}}
}

// noticing tells once a write is done.
func noticing(wrote chan<- struct{}) wrapping {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if isWrite(req) {
				select {
				case wrote <- struct{}{}:
				default:
				}
			}
			return resp, err
		})
	}
}

type holdUp struct {
	at            int32
	held, release chan struct{}

	next  http.RoundTripper
	count atomic.Int32
	dead  atomic.Bool
}

func (h *holdUp) wrap(next http.RoundTripper) http.RoundTripper {
	h.next = next
	return h
}

func (h *holdUp) RoundTrip(req *http.Request) (*http.Response, error) {
	if h.dead.Load() {
		return nil, errDead
	}
	if !isWrite(req) || h.count.Add(1) != h.at {
		return h.next.RoundTrip(req)
	}
	h.dead.Store(true)
	close(h.held)
	<-h.release
	if resp, err := h.next.RoundTrip(req.WithContext(context.WithoutCancel(req.Context()))); err == nil {
		swallow(resp)
	}
	return nil, errDead
}
