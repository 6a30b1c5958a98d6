// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Delivery is a POST as it arrived.
type Delivery struct {
	Header http.Header
	Body   []byte
}

// Copy is another one of it, to be changed.
func (d Delivery) Copy() Delivery {
	return Delivery{Header: d.Header.Clone(), Body: bytes.Clone(d.Body)}
}

// Postbox accepts whatever is sent to it and keeps it.
type Postbox struct {
	// URL is where to send.
	URL string

	mu   sync.Mutex
	kept []Delivery
}

// NewPostbox is there until the test ends.
func NewPostbox(t *testing.T) *Postbox {
	t.Helper()
	p := &Postbox{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// ServeHTTP keeps a request.
func (p *Postbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Header.Del("Accept-Encoding")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = append(p.kept, Delivery{Header: r.Header, Body: body})
}

// Only is the one delivery that there was.
func (p *Postbox) Only(t *testing.T) Delivery {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.kept) != 1 {
		t.Fatalf("%d deliveries", len(p.kept))
	}
	return p.kept[0]
}
