// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
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
	perhaps  bool          // no run without a fault had the write that it strikes at
	crashes  int           // how many it has
	at       int           // the write that they are at
	alone    []fault       // what else befalls, each for itself, for a run in which only the first crash came about
}

// none lets one operator do its work.
func none() fault {
	return fault{name: "none", happen: func(_ context.Context, s *stage) error {
		_, err := s.start(nil)
		return err
	}}
}

var errDead = errors.New("this operator is dead")

// crash stops the operator dead at its nth write, before the server took it, and the one that is started anew after the server
// took that same write: the first death left what was there before, so that one run meets both. The first one's write may yet
// arrive, as that of one that lost its lease does. Then by turns another operator is started that sees what is there, or one
// takes over that stood by all the time and whose caches lag behind.
func crash(n int, arrives bool) fault {
	f := fault{name: fmt.Sprintf("crash@%d", n), crashes: 2, at: n, alone: []fault{crashAfter(n)}}
	if arrives {
		f.alone = append(f.alone, late(n))
	}
	f.happen = func(ctx context.Context, s *stage) error {
		succeed, err := s.successor(n)
		if err != nil {
			return err
		}
		before, settle, err := s.breaksOff(ctx, n, arrives)
		if before == "" || err != nil {
			return errors.Join(err, succeed())
		}
		s.crashes.Add(1)
		after, err := s.dies(ctx, &cut{write: before, after: true})
		if after != "" { // Else the new operator wrote something else in its place.
			s.crashes.Add(1)
		}
		settle(after != "")
		return errors.Join(err, succeed())
	}
	return f
}

// breaksOff stops an operator dead before its nth write, and returns which one that was, or nothing if it never came to that.
// If the write is yet to arrive, settle lets it, or lets it get lost.
func (s *stage) breaksOff(ctx context.Context, n int, arrives bool) (write string, settle func(arrive bool), err error) {
	if !arrives {
		write, err = s.dies(ctx, &cut{at: int32(n)})
		return write, func(bool) {}, err
	}
	h, err := s.holdUp(ctx, n, isWrite)
	if h == nil {
		return "", nil, err
	}
	return h.write, func(arrive bool) {
		h.lost.Store(!arrive)
		close(h.release)
		<-h.answered
		if arrive {
			s.lates.Add(1)
		}
	}, nil
}

// successor says who comes after a crash at the nth write.
func (s *stage) successor(n int) (succeed func() error, err error) {
	if n%2 == 1 {
		return func() error {
			_, err := s.start(nil)
			return err
		}, nil
	}
	elected := make(chan struct{})
	return func() error {
		close(elected)
		return nil
	}, s.standBy(newView(int64(n), 0).wrap, elected)
}

// crashAfter stops only one operator dead, after the server took its nth write.
func crashAfter(n int) fault { return succeeded(n, newView(int64(n), 0)) }

// succeeded is the same where the one that stood by has a certain view.
func succeeded(n int, v *view) fault {
	return fault{name: fmt.Sprintf("crash-after@%d", n), crashes: 1, at: n, happen: func(ctx context.Context, s *stage) error {
		elected := make(chan struct{})
		defer close(elected)
		if err := s.standBy(v.wrap, elected); err != nil {
			return err
		}
		write, err := s.dies(ctx, &cut{at: int32(n), after: true})
		if write != "" {
			s.crashes.Add(1)
		}
		return err
	}}
}

// dies starts an operator and stops it dead at a write. It returns which one that was, or nothing if it never came to that.
func (s *stage) dies(ctx context.Context, c *cut) (write string, err error) {
	c.fired = make(chan struct{})
	first, err := s.start(c.wrap)
	if err != nil {
		return "", err
	}
	select {
	case <-c.fired:
	case <-ctx.Done():
		if !c.dead.Load() {
			return "", nil
		}
		<-c.fired // The write that it died at was what ended the run.
	}
	first.stop()
	return c.write, nil
}

// cut lets nothing pass any more from a certain write on: the one at a place, or one that another operator has tried.
type cut struct {
	at    int32
	write string // what it writes, and where; of one at a place, it is known once it fired
	after bool   // the server still takes that write, but the answer is lost

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
	struck, err := c.strikes(req)
	if err != nil {
		return nil, err
	}
	if !struck {
		resp, err := c.next.RoundTrip(req)
		if c.dead.Load() && err == nil {
			swallow(resp)
			return nil, errDead
		}
		return resp, err
	}
	defer c.once.Do(func() { close(c.fired) })
	if c.after {
		if resp, err := c.next.RoundTrip(req); err == nil {
			swallow(resp)
		}
	}
	return nil, errDead
}

// strikes tells that a request is the write to be cut at, of which there is one.
func (c *cut) strikes(req *http.Request) (bool, error) {
	if !isWrite(req) {
		return false, nil
	}
	if c.at > 0 && c.count.Add(1) != c.at {
		return false, nil
	}
	write, err := written(req)
	if err != nil || c.at == 0 && write != c.write {
		return false, err
	}
	if !c.dead.CompareAndSwap(false, true) {
		return false, nil
	}
	if c.at > 0 {
		c.write = write
	}
	return true, nil
}

// timestamp is of the moment at which a write is made: the same one has another if it is made anew.
var timestamp = regexp.MustCompile(`"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"`)

// written says what a request would write, and where.
func written(req *http.Request) (string, error) {
	where := req.Method + " " + req.URL.Path
	if req.Body == nil {
		return where, nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return "", fmt.Errorf("read what %s writes: %w", where, err)
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return where + "\n" + timestamp.ReplaceAllString(string(body), "now"), nil
}

// swallow loses an answer. The server has done what it was asked, or it would not have answered.
func swallow(resp *http.Response) {
	_ = resp.Body.Close() // It is to be lost either way.
}
