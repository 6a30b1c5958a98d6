// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// setRange asks for a span, provided that it is still of the same content; if not, servers send the whole.
func setRange(header http.Header, want download.Span) {
	switch {
	case want.To != download.End:
		header.Set("Range", fmt.Sprintf("bytes=%d-%d", want.From, want.To-1))
	case want.From > 0:
		header.Set("Range", fmt.Sprintf("bytes=%d-", want.From))
	default:
		return
	}
	if want.Version != "" {
		header.Set("If-Range", want.Version)
	}
}

// offered is what the server says it is about to send.
func offered(response *http.Response, want download.Span) (*download.Content, error) {
	content := &download.Content{
		Size:    response.ContentLength,
		Version: version(response.Header),
		Ranges:  strings.EqualFold(response.Header.Get("Accept-Ranges"), "bytes"),
	}
	switch asked := want.From > 0 || want.To != download.End; {
	case response.StatusCode == http.StatusOK:
		return content, nil
	case response.StatusCode == http.StatusRequestedRangeNotSatisfiable && asked,
		response.StatusCode == http.StatusPreconditionFailed && asked:
		return nil, download.ErrChanged
	case response.StatusCode == http.StatusPartialContent && asked:
		if err := place(content, response.Header.Get("Content-Range"), want); err != nil {
			return nil, err
		}
		content.Ranges = true
		return content, nil
	}
	return nil, errRefusal
}

// errRefusal stands for an answer that says no.
var errRefusal = errors.New("the server refused")

// place reads where in the file an answer begins, and how large the whole is.
func place(content *download.Content, contentRange string, want download.Span) error {
	var to int64
	var size string
	_, err := fmt.Sscanf(contentRange, "bytes %d-%d/%s", &content.From, &to, &size)
	if err != nil || content.From != want.From {
		return errors.New("the server answered with another part of the file than it was asked for")
	}
	if content.Size, err = strconv.ParseInt(size, 10, 64); err != nil {
		content.Size = -1
	}
	return nil
}

// version is a validator that is as good as a comparison of the bytes: a strong ETag, or a time of modification that lies
// back so far that no later change can have the same.
func version(header http.Header) string {
	if tag := header.Get("ETag"); strings.HasPrefix(tag, `"`) {
		return tag
	}
	modified, err := http.ParseTime(header.Get("Last-Modified"))
	if err != nil {
		return ""
	}
	if now, err := http.ParseTime(header.Get("Date")); err != nil || now.Sub(modified) < time.Minute {
		return ""
	}
	return header.Get("Last-Modified")
}

// requestError tells failures that pass from those that stay, in words without the address: that may be secret, and what
// net says has also those of redirections and name servers.
func requestError(err error) error {
	var refused *guard.RefusedError
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var failed *url.Error
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, errRedirect) && errors.As(err, &failed):
		return failed.Err
	case errors.As(err, &certificate):
		return fmt.Errorf("the certificate of its server cannot be verified: %w", certificate.Err)
	case errors.As(err, &name):
		return download.Again(fmt.Errorf("the name of its server, %s, cannot be resolved", name.Name), 0)
	case errors.Is(err, io.EOF):
		return download.Again(errors.New("its server closed the connection without an answer"), 0)
	}
	return download.Again(fmt.Errorf("its server cannot be reached: %w", innermost(err)), 0)
}

// innermost keeps only the innermost cause, which speaks of hosts and connections.
func innermost(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return redact.Error(err)
}

func statusError(response *http.Response) error {
	err := fmt.Errorf("the server answered %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	if passes(response.StatusCode) {
		return download.Again(err, retryAfter(response.Header.Get("Retry-After"), time.Now()))
	}
	return err
}

// passes tells whether a server that answers like this may answer otherwise next time.
func passes(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
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
