// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// outage takes the API server away from the operator for a minute of real time, from some write on. Nodes, controllers and
// people go on meanwhile, for they are told of nothing: what they do the operator finds when it is back.
func outage(seed int64, writes int) fault {
	return fault{name: fmt.Sprintf("outage#%d", seed), patience: 2*patience + anOutage, sure: true, happen: func(_ context.Context, s *stage) error {
		b := &blackout{stage: s, at: 1 + newRandom(seed+int64(writes)).IntN(writes), began: make(chan time.Time)}
		_, err := s.start(b.wrap)
		return err
	}}
}

const anOutage = time.Minute

// blackout lets no request pass from a write on, until the time is over, and breaks off the watches that there are.
type blackout struct {
	next  http.RoundTripper
	stage *stage
	at    int
	began chan time.Time // closed when it begins

	mu     sync.Mutex
	writes int
	until  time.Time
}

func (b *blackout) wrap(next http.RoundTripper) http.RoundTripper {
	b.next = next
	return b
}

func (b *blackout) RoundTrip(req *http.Request) (*http.Response, error) {
	away, over := b.look(isWrite(req))
	if away {
		return nil, errBroken
	}
	resp, err := b.next.RoundTrip(req)
	if err == nil && isWatch(req) && !over {
		resp.Body = newLaggard(resp.Body, 0, b.began)
	}
	return resp, err
}

// look tells whether the server is away now, and whether it was.
func (b *blackout) look(write bool) (away, over bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if write {
		if b.writes++; b.writes == b.at {
			b.until = time.Now().Add(anOutage)
			b.stage.struck.Store(true)
			close(b.began)
		}
	}
	return time.Now().Before(b.until), !b.until.IsZero()
}
