// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

const (
	// stallTimeout bounds how long a body may send nothing. There is no bound on the whole: data sets may be large.
	stallTimeout = time.Minute
	userAgent    = "operator-engine"
)

// HTTP fetches over http and https.
type HTTP struct {
	client *http.Client
	stall  time.Duration
}

// NewHTTP is a fetcher that connects to nothing that the guard refuses.
func NewHTTP(g guard.Guard) *HTTP {
	return &HTTP{client: &http.Client{Transport: newTransport(g), CheckRedirect: checkRedirect}, stall: stallTimeout}
}

// Close lets go of idle connections.
func (h *HTTP) Close() { h.client.CloseIdleConnections() }

// Find takes an address for one file.
func (h *HTTP) Find(_ context.Context, source Source) ([]download.Part, error) {
	return []download.Part{{
		ID: identity(source.URL.String()),
		Open: func(ctx context.Context, want download.Span) (*download.Content, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, source.URL.String(), nil)
			if err != nil {
				return nil, errors.New("its address is no URL for http")
			}
			maps.Copy(request.Header, source.Headers)
			return h.open(request, want, statusError)
		},
	}}, nil
}

// open asks for a span and hands out the body once the server has agreed. refusal makes an error of an answer that says no.
func (h *HTTP) open(request *http.Request, want download.Span, refusal func(*http.Response) error) (*download.Content, error) {
	ctx, cancel := context.WithCancelCause(request.Context())
	request = request.WithContext(ctx)
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", userAgent)
	}
	request.Header.Set("Accept-Encoding", "identity")
	setRange(request.Header, want)
	response, err := h.client.Do(request)
	if err != nil {
		cancel(nil)
		return nil, requestError(err)
	}
	content, err := offered(response, want)
	if errors.Is(err, errRefusal) {
		err = refusal(response)
	}
	if err != nil {
		_ = response.Body.Close()
		cancel(nil)
		return nil, err
	}
	content.Body = newStallReader(response.Body, h.stall, cancel)
	return content, nil
}
