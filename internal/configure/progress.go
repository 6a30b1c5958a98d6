// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"io"
	"sync/atomic"
	"time"
)

// progress is a body that knows how much of it has been read, and whether it was the body that failed.
type progress struct {
	body io.Reader
	size int64
	got  atomic.Int64
	err  error
}

// Read is the body's Read, counted.
func (p *progress) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	p.got.Add(int64(n))
	if err != nil && err != io.EOF { //nolint:errorlint // a Reader returns io.EOF itself
		p.err = err
	}
	return n, err
}

// follow says now and then how far a long download has come, until the function that it returns is called.
func (f *filler) follow(what string, p *progress) (done func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(f.tell)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				f.log.Info("Still fetching", "what", what, "bytes", p.got.Load(), "of", p.size)
			case <-stop:
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
