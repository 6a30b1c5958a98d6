// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// late is the last write of an operator that lost its lease: it is held up on its way, another operator takes over and
// writes, and then it arrives after all.
func late(n int) fault {
	return fault{name: fmt.Sprintf("late@%d", n), happen: func(ctx context.Context, s *stage) error {
		h, err := s.holdUp(ctx, n, isWrite)
		if h == nil {
			return err
		}
		defer close(h.release)
		wrote := make(chan struct{}, 1)
		if _, err := s.start(noticing(wrote)); err != nil {
			return err
		}
		// A new operator that has nothing to write has taken over when something happens to the workflow.
		moved := s.run.record.news()
		select {
		case <-wrote:
		case <-moved:
		case <-ctx.Done():
		}
		return nil
	}}
}

// lateAtTheEnd is the same write, held up until all is over and cleared away. The run goes on until what it made is gone.
func lateAtTheEnd(n int) fault {
	return fault{name: fmt.Sprintf("late-at-the-end@%d", n), happen: func(ctx context.Context, s *stage) error {
		h, err := s.holdUp(ctx, n, isWrite)
		if h == nil {
			return err
		}
		s.run.awaited.Store(true)
		defer s.run.arrived()
		_, err = s.start(nil)
		if err == nil {
			err = s.run.record.await(ctx, "all is over", s.run.isOver)
		}
		if err != nil {
			close(h.release)
			return err
		}
		return s.arrives(ctx, h)
	}}
}

// arrives lets a write that was held up arrive, and waits until what it made is seen. That of a run that has ended may be
// made once more, as its Jobs are deleted; such a pod must not run.
func (s *stage) arrives(ctx context.Context, h *holdUp) error {
	close(h.release)
	<-h.answered
	if h.made == nil {
		return nil
	}
	return s.run.record.await(ctx, "the late write is seen", func() bool {
		s.run.record.late[h.made.GetUID()] = s.run.record.last == nil || s.run.record.finished()
		return s.run.record.seen[h.made.GetUID()]
	})
}

// lateJob is the create of the nth Job, held up until another operator has made that Job itself and written k times more, or,
// if that ends the run, until all is over.
func lateJob(n, k int) fault {
	return fault{name: fmt.Sprintf("late-job@%d+%d", n, k), sure: true, happen: func(ctx context.Context, s *stage) error {
		h, err := s.holdUp(ctx, n, makesJob)
		if h == nil {
			return err
		}
		s.run.awaited.Store(true)
		defer s.run.arrived()
		wrote, over := make(chan struct{}, 100), make(chan struct{})
		if _, err := s.start(noticing(wrote)); err != nil {
			close(h.release)
			return err
		}
		go func() {
			defer close(over)
			_ = s.run.record.await(ctx, "all is over", s.run.isOver) // Whoever plays the story says that it was in vain.
		}()
		for range k + 1 {
			select {
			case <-wrote:
			case <-over:
				return s.arrives(ctx, h)
			}
		}
		if s.run.record.ended() {
			<-over
		}
		return s.arrives(ctx, h)
	}}
}

// makesJob tells the create of a Job.
func makesJob(req *http.Request) bool {
	return req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/jobs")
}

// holdUp starts an operator and waits until its nth request of a kind is held up; there is none if it never comes to that.
func (s *stage) holdUp(ctx context.Context, n int, kind func(*http.Request) bool) (*holdUp, error) {
	h := &holdUp{at: int32(n), kind: kind, decode: s.run.cluster.decode, held: make(chan struct{}), release: make(chan struct{}), answered: make(chan struct{})}
	o, err := s.start(h.wrap)
	if err != nil {
		return nil, err
	}
	select {
	case <-h.held:
		o.dead.Store(true)
	case <-ctx.Done():
		return nil, nil
	}
	s.struck.Store(true)
	return h, nil
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

// holdUp lets an operator's nth request of a kind wait on its way, and nothing else of that operator pass after it.
type holdUp struct {
	at                      int32
	kind                    func(*http.Request) bool
	decode                  func([]byte) (client.Object, error)
	held, release, answered chan struct{}
	write                   string        // what is held up, and where it goes
	lost                    atomic.Bool   // it does not arrive
	made                    client.Object // what the write made, once it was answered; nil if it made nothing

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
	if !h.kind(req) || h.count.Add(1) != h.at {
		return h.next.RoundTrip(req)
	}
	write, err := written(req)
	if err != nil {
		return nil, err
	}
	h.write = write
	h.dead.Store(true)
	close(h.held)
	<-h.release
	defer close(h.answered)
	if h.lost.Load() {
		return nil, errDead
	}
	resp, err := h.next.RoundTrip(req.WithContext(context.WithoutCancel(req.Context())))
	if err != nil {
		return nil, errDead
	}
	defer swallow(resp)
	if resp.StatusCode != http.StatusCreated {
		return nil, errDead
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if h.made, err = h.decode(body); err != nil {
		return nil, err
	}
	return nil, errDead
}
