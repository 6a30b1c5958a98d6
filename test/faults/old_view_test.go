// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// oldView lets the operator's caches lag, each kind's by a time of its own, so that what happened later may be seen
// earlier. Now and then a watch ends, and cannot be taken up where it ended: what happened meanwhile is never seen as an
// event of its own, and what was there is seen again; or it is taken up too early, and all is told twice.
func oldView(seed int64) fault {
	return fault{name: fmt.Sprintf("old-view#%d", seed), sure: true, happen: func(_ context.Context, s *stage) error {
		s.run.lags.Store(true)
		v := newView(seed, 2)
		v.strikes = func() { s.struck.Store(true) }
		_, err := s.start(v.wrap)
		return err
	}}
}

func newRandom(seed int64) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 0)) }

// maxLag is more than caches ever lag in a healthy cluster.
const maxLag = 1200 * time.Millisecond

// longLag is enough for a pod to be ended and gone, on a slow machine too.
const longLag = 6 * time.Second

type view struct {
	next  http.RoundTripper
	often int    // how often a kind's watch ends early
	slow  string // the only kind that lags, and for long; if empty all lag by chance
	// strikes is called when something is told late, if anybody wants to know.
	strikes func()

	mu     sync.Mutex
	random *rand.Rand
	lag    map[string]time.Duration // by kind
	lost   map[string]bool          // kinds whose watch cannot be taken up where it ended
	breaks map[string]int           // how often a kind's watch will still end early
	since  map[string]string        // the version from which on a kind was watched last
}

func newView(seed int64, breaks int) *view {
	return &view{random: newRandom(seed), often: breaks, lag: map[string]time.Duration{}, lost: map[string]bool{}, breaks: map[string]int{}, since: map[string]string{}}
}

func (v *view) wrap(next http.RoundTripper) http.RoundTripper {
	v.next = next
	return v
}

func (v *view) RoundTrip(req *http.Request) (*http.Response, error) {
	if !isWatch(req) {
		return v.next.RoundTrip(req)
	}
	lag, life, expired := v.plan(req.URL.Path, req.URL.Query().Get("sendInitialEvents") == "true")
	if expired {
		return answer(req, http.StatusGone, "Expired", "too old resource version"), nil
	}
	resp, err := v.next.RoundTrip(v.again(req))
	if err == nil && resp.StatusCode == http.StatusOK {
		if lag > 0 && v.strikes != nil {
			resp.Body = teller{resp.Body, v.strikes}
		}
		resp.Body = newLaggard(resp.Body, lag, time.After(life))
	}
	return resp, err
}

// plan says how far a watch lags, how long it lives, and whether it may be taken up at all.
func (v *view) plan(kind string, anew bool) (lag, life time.Duration, expired bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lost[kind] && !anew {
		v.lost[kind] = false
		return 0, 0, true
	}
	if v.slow != "" {
		if strings.HasSuffix(kind, "/"+v.slow) {
			lag = longLag
		}
		return lag, patience, false
	}
	if _, known := v.lag[kind]; !known {
		v.lag[kind], v.breaks[kind] = time.Duration(v.random.Int64N(int64(maxLag))), v.often
	}
	if v.breaks[kind] == 0 {
		return v.lag[kind], patience, false
	}
	v.breaks[kind]--
	life = maxLag + time.Duration(v.random.Int64N(int64(2*time.Second)))
	v.lost[kind] = v.random.IntN(2) == 0
	return v.lag[kind], life, false
}

// again lets a watch that is taken up begin where it began the last time, so that all that it has told since comes once more,
// older states after newer ones.
func (v *view) again(req *http.Request) *http.Request {
	v.mu.Lock()
	defer v.mu.Unlock()
	query, kind := req.URL.Query(), req.URL.Path
	from, before := query.Get("resourceVersion"), v.since[kind]
	if from == "" || from == "0" || v.slow != "" {
		return req
	}
	v.since[kind] = from
	if before == "" {
		return req
	}
	repeating := req.Clone(req.Context())
	query.Set("resourceVersion", before)
	repeating.URL.RawQuery = query.Encode()
	return repeating
}

// teller tells that a stream has brought something.
type teller struct {
	io.ReadCloser

	tell func()
}

func (t teller) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if n > 0 {
		t.tell()
	}
	return n, err
}

// laggard is a stream of which every part arrives late, and which breaks off when its end comes.
type laggard struct {
	body  io.ReadCloser
	parts chan part
	done  chan struct{}
	once  sync.Once
	end   <-chan time.Time
	rest  []byte
}

type part struct {
	due  time.Time
	data []byte
	err  error
}

func newLaggard(body io.ReadCloser, lag time.Duration, end <-chan time.Time) *laggard {
	l := &laggard{body: body, parts: make(chan part, 1024), done: make(chan struct{}), end: end}
	go func() {
		for {
			buffer := make([]byte, 32<<10)
			n, err := body.Read(buffer)
			select {
			case l.parts <- part{due: time.Now().Add(lag), data: buffer[:n], err: err}:
			case <-l.done:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return l
}

func (l *laggard) Read(p []byte) (int, error) {
	if len(l.rest) > 0 {
		n := copy(p, l.rest)
		l.rest = l.rest[n:]
		return n, nil
	}
	select {
	case next := <-l.parts:
		select {
		case <-time.After(time.Until(next.due)):
		case <-l.done:
			return 0, io.EOF
		}
		n := copy(p, next.data)
		l.rest = next.data[n:]
		return n, next.err
	case <-l.end:
		return 0, io.EOF
	case <-l.done:
		return 0, io.EOF
	}
}

func (l *laggard) Close() error {
	l.once.Do(func() { close(l.done) })
	return l.body.Close()
}

// answer is an answer in the API server's name.
func answer(req *http.Request, code int, reason, message string) *http.Response {
	body := fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","status":"Failure","code":%d,"reason":%q,"message":%q}`, code, reason, message)
	return &http.Response{
		Request: req, StatusCode: code, Status: http.StatusText(code), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(body))), ContentLength: int64(len(body)),
	}
}
