// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// looksPerLimit is how often within its limit a body is looked at.
const looksPerLimit = 4

// stallReader ends a body that has sent nothing for too long: for a limit, or up to a quarter more. A slow one may take for ever.
type stallReader struct {
	body   io.ReadCloser
	limit  time.Duration
	cancel context.CancelCauseFunc
	// steps are the reads that began and those that ended, so that it is odd during one. Over TLS there is one for each few
	// kilobytes, which is too often to set a timer.
	steps  atomic.Int64
	timer  *time.Timer
	closed atomic.Bool
	fired  chan struct{}

	// What the last look saw, and how many have seen the same read in progress since.
	seen int64
	idle int
}

func newStallReader(body io.ReadCloser, limit time.Duration, cancel context.CancelCauseFunc) *stallReader {
	r := &stallReader{body: body, limit: limit, cancel: cancel, fired: make(chan struct{})}
	r.timer = time.AfterFunc(limit, r.look)
	r.timer.Reset(limit / looksPerLimit) // Only now, as a look needs the timer.
	return r
}

// look counts only a read in progress: a slow disk on our side is not the server's fault.
func (r *stallReader) look() {
	steps := r.steps.Load()
	if steps%2 == 1 && steps == r.seen {
		r.idle++
	} else {
		r.idle = 0
	}
	r.seen = steps
	switch {
	case r.closed.Load():
	case r.idle == looksPerLimit:
		close(r.fired)
		r.cancel(nil)
	default:
		r.timer.Reset(r.limit / looksPerLimit)
	}
}

// Read is the body's Read with a time limit of its own.
func (r *stallReader) Read(p []byte) (int, error) {
	r.steps.Add(1)
	n, err := r.body.Read(p)
	r.steps.Add(1)
	if err == nil || err == io.EOF { //nolint:errorlint // a Reader returns io.EOF itself
		return n, err
	}
	select {
	case <-r.fired:
		return n, fmt.Errorf("the server sent nothing for %s", r.limit)
	default:
		return n, redact.Error(err)
	}
}

// Close lets go of the connection.
func (r *stallReader) Close() error {
	r.closed.Store(true)
	r.timer.Stop()
	err := r.body.Close()
	r.cancel(nil)
	return err
}
