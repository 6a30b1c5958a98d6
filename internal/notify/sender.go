// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
)

// DefaultLimit is how long an attempt may take if nobody says otherwise.
const DefaultLimit = 15 * time.Second

// Options are how notices are sent.
type Options struct {
	// Signer has the key.
	Signer *Signer
	// Limit bounds an attempt from the look-up of the host's name to the last byte of the answer. Zero is DefaultLimit.
	Limit time.Duration
	// RootCAs are trusted for https; nil are the system's.
	RootCAs *x509.CertPool
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Sender sends notices, any number at a time, and keeps connections for the next ones.
type Sender struct {
	signer *Signer
	limit  time.Duration
	client *http.Client
	now    func() time.Time
}

// NewSender is ready to send.
func NewSender(o Options) *Sender {
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Sender{signer: o.Signer, limit: o.Limit, client: newClient(o.Limit, o.RootCAs), now: o.Now}
}

// Close lets go of idle connections.
func (s *Sender) Close() { s.client.CloseIdleConnections() }

// Send makes one attempt, signed with the key and for the time of this moment. If ctx ends meanwhile, the outcome is
// Failed although the notice may have arrived.
func (s *Sender) Send(ctx context.Context, to config.Secret, n Notice) Outcome {
	began := time.Now()
	o := s.attempt(ctx, to, n)
	o.Duration = time.Since(began)
	return o
}

func (s *Sender) attempt(ctx context.Context, to config.Secret, n Notice) Outcome {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	a, err := s.prepare(ctx, to, n)
	if err != nil {
		return Outcome{Result: Failed, Reason: oneLine(err.Error())}
	}
	response, err := s.client.Do(a.request)
	if err != nil {
		return a.noAnswer(err)
	}
	defer response.Body.Close()
	return a.answer(response, s.now())
}

// prepare signs the notice and writes the request.
func (s *Sender) prepare(ctx context.Context, to config.Secret, n Notice) (*attempt, error) {
	key := s.signer.Key()
	body, err := n.Job.Body(key)
	if err != nil {
		return nil, err
	}
	headers, err := n.headers(key, s.now(), body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.Reveal(), bytes.NewReader(body))
	if err != nil || request.URL.Host == "" {
		return nil, errors.New("the address for notices is no URL") // The cause has the address in it.
	}
	request.Header = headers
	return &attempt{notice: n, request: request, body: body, limit: s.limit}, nil
}
