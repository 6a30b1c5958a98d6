// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// stallReader ends a body that has sent nothing for too long. A slow one may take for ever.
type stallReader struct {
	body   io.ReadCloser
	limit  time.Duration
	timer  *time.Timer
	cancel context.CancelCauseFunc
	fired  chan struct{}
}

func newStallReader(body io.ReadCloser, limit time.Duration, cancel context.CancelCauseFunc) *stallReader {
	r := &stallReader{body: body, limit: limit, cancel: cancel, fired: make(chan struct{})}
	r.timer = time.AfterFunc(limit, func() {
		close(r.fired)
		cancel(nil)
	})
	// Only a read in progress can stall; a slow disk on our side is not the server's fault.
	r.timer.Stop()
	return r
}

// Read is the body's Read with a time limit of its own.
func (r *stallReader) Read(p []byte) (int, error) {
	r.timer.Reset(r.limit)
	n, err := r.body.Read(p)
	r.timer.Stop()
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
	r.timer.Stop()
	err := r.body.Close()
	r.cancel(nil)
	return err
}
