// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

const (
	dialTimeout      = 15 * time.Second
	handshakeTimeout = 15 * time.Second
	headerTimeout    = time.Minute
	// stallTimeout bounds how long a body may send nothing. There is no bound on the whole: data sets may be large.
	stallTimeout = time.Minute
	maxRedirects = 10
	userAgent    = "operator-engine"
)

// errRedirect is what the server's redirections lead to when they are not followed.
var errRedirect = errors.New("the redirection is not followed")

// HTTP fetches over http and https.
type HTTP struct {
	client *http.Client
	stall  time.Duration
}

// NewHTTP is a fetcher with time-outs on everything but the whole.
func NewHTTP() *HTTP {
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout:   handshakeTimeout,
		ResponseHeaderTimeout: headerTimeout,
		IdleConnTimeout:       30 * time.Second,
		ForceAttemptHTTP2:     true,
		// The bytes are stored as they are sent: a checksum is of those.
		DisableCompression: true,
	}
	return &HTTP{client: &http.Client{Transport: transport, CheckRedirect: checkRedirect}, stall: stallTimeout}
}

// Close lets go of idle connections.
func (h *HTTP) Close() { h.client.CloseIdleConnections() }

// checkRedirect follows only so far, and does not tell the next server where it comes from: net/http would hand on the
// query string, which is where signed addresses carry their signature.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: there are more than %d", errRedirect, maxRedirects)
	}
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return fmt.Errorf("%w: it leads to %s", errRedirect, next.URL.Scheme)
	}
	next.Header.Del("Referer")
	return nil
}

// Open asks for the source and hands out its body once the server has agreed.
func (h *HTTP) Open(ctx context.Context, source Source) (*Content, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, source.URL.String(), nil)
	if err != nil {
		cancel(nil)
		return nil, errors.New("its address is no URL for http")
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept-Encoding", "identity")
	response, err := h.client.Do(request)
	if err != nil {
		cancel(nil)
		return nil, requestError(err, source)
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		cancel(nil)
		return nil, statusError(response)
	}
	return &Content{Body: newStallReader(response.Body, h.stall, cancel), Size: response.ContentLength}, nil
}

// requestError tells failures that pass from those that stay.
func requestError(err error, source Source) error {
	var certificate *tls.CertificateVerificationError
	lasting := errors.Is(err, errRedirect) || errors.Is(err, context.Canceled) || errors.As(err, &certificate)
	err = redact.Error(err)
	if source.Secret {
		// What net/http says has the path, and may have those of redirections.
		err = secretError(err)
	}
	if lasting {
		return err
	}
	return tryAgain(err, 0)
}

// secretError keeps only the innermost cause, which speaks of hosts and connections.
func secretError(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return redact.Error(err)
}

func statusError(response *http.Response) error {
	err := fmt.Errorf("the server answered %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	switch code := response.StatusCode; {
	case code >= 500, code == http.StatusTooManyRequests, code == http.StatusRequestTimeout:
		return tryAgain(err, retryAfter(response.Header.Get("Retry-After"), time.Now()))
	}
	return err
}

// retryAfter reads a header that has seconds or a date; anything else counts for nothing.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
