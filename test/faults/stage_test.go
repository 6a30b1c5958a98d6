// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// stage is where a fault lets operators come and go. It counts what they write, and how often one died as the fault wanted it.
type stage struct {
	run     *run
	writes  atomic.Int32
	struck  atomic.Bool
	crashes atomic.Int32
	lates   atomic.Int32 // writes of the dead that arrived

	mu        sync.Mutex
	operators []*operator
}

func newStage(r *run) *stage { return &stage{run: r} }

// start lets an operator come on; wrap may be nil.
func (s *stage) start(wrap wrapping) (*operator, error) { return s.enter(wrap, nil) }

// standBy lets an operator come on that sees what happens, some time later, and does nothing until it is elected.
func (s *stage) standBy(wrap wrapping, elected <-chan struct{}) error {
	s.run.lags.Store(true)
	_, err := s.enter(wrap, elected)
	return err
}

func (s *stage) enter(wrap wrapping, elected <-chan struct{}) (*operator, error) {
	counted := func(next http.RoundTripper) http.RoundTripper {
		counting := roundTrip(func(req *http.Request) (*http.Response, error) {
			if isWrite(req) {
				s.writes.Add(1)
			}
			return next.RoundTrip(req)
		})
		if wrap == nil {
			return counting
		}
		return wrap(counting)
	}
	o, err := s.run.startOperator(counted, elected)
	if err != nil {
		return nil, fmt.Errorf("start an operator: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.operators = append(s.operators, o)
	return o, nil
}

// close stops all operators, and waits until they have ended.
func (s *stage) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.operators {
		o.stop()
	}
	for _, o := range s.operators {
		<-o.ended
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// isWrite tells the operator's writes from its reads. Events would be none, if it sent any.
func isWrite(req *http.Request) bool {
	return req.Method != http.MethodGet && !strings.HasSuffix(req.URL.Path, "/events")
}

func isWatch(req *http.Request) bool { return req.URL.Query().Get("watch") != "" }
