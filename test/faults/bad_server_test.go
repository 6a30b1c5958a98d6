// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// badServer makes the API server answer as it does on a bad day: conflicts, 429, 500, connections that break before or
// after the work was done, a webhook that refuses; and once it is away altogether for a moment: outage_test.go has a minute.
func badServer(seed int64) fault {
	return fault{name: fmt.Sprintf("bad-server#%d", seed), sure: true, happen: func(_ context.Context, s *stage) error {
		random := newRandom(seed)
		b := &badDay{random: random, strikes: maxStrikes, awayAt: random.IntN(40), stage: s}
		_, err := s.start(b.wrap)
		return err
	}}
}

// maxStrikes is how many requests go wrong, apart from those while the server is away.
const maxStrikes = 10

// away is how long the server is away.
const away = 3 * time.Second

type badDay struct {
	next  http.RoundTripper
	stage *stage

	mu      sync.Mutex
	random  *rand.Rand
	strikes int // that are left: in the end the day passes
	seen    int
	awayAt  int
	back    time.Time
}

func (b *badDay) wrap(next http.RoundTripper) http.RoundTripper {
	b.next = next
	return b
}

var errBroken = errors.New("connection reset by peer")

func (b *badDay) RoundTrip(req *http.Request) (*http.Response, error) {
	strike := b.choose(req)
	if strike == "" {
		return b.next.RoundTrip(req)
	}
	b.stage.struck.Store(true)
	switch strike {
	case "conflict":
		return answer(req, http.StatusConflict, "Conflict", "the object has been modified"), nil
	case "too many requests":
		return answer(req, http.StatusTooManyRequests, "TooManyRequests", "try again later"), nil
	case "internal error":
		return answer(req, http.StatusInternalServerError, "InternalError", "etcdserver: leader changed"), nil
	case "refusal":
		return answer(req, http.StatusForbidden, "Forbidden", "admission webhook denied the request"), nil
	case "answer lost":
		if resp, err := b.next.RoundTrip(req); err == nil {
			swallow(resp)
		}
		return nil, context.DeadlineExceeded
	}
	return nil, errBroken
}

// choose says what happens to a request: nothing to most of them.
func (b *badDay) choose(req *http.Request) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen++; b.seen == b.awayAt {
		b.back = time.Now().Add(away)
	}
	if time.Now().Before(b.back) {
		return "away"
	}
	first := b.strikes == maxStrikes // It strikes always, lest a run of few requests meets none.
	if isWatch(req) || b.strikes == 0 || b.random.IntN(3) != 0 && !first {
		return ""
	}
	b.strikes--
	kinds := []string{"too many requests", "internal error", "broken"}
	switch req.Method {
	case http.MethodPatch:
		kinds = append(kinds, "conflict", "answer lost", "answer lost")
		if strings.Contains(req.URL.Path, "/jobs/") {
			kinds = append(kinds, "refusal", "refusal")
		}
	case http.MethodPost:
		kinds = append(kinds, "refusal", "answer lost", "answer lost")
	case http.MethodDelete:
		kinds = append(kinds, "answer lost")
	}
	return kinds[b.random.IntN(len(kinds))]
}
