// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"io"
	"net/url"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
)

// Source is where one file comes from.
type Source struct {
	URL *url.URL
	// Secret says that the address comes from a Secret, so that even its path must stay unknown.
	Secret bool
	// SHA256 of the content, if the workflow gives it.
	SHA256 string
}

// String is what may be said of the source.
func (s Source) String() string {
	if s.Secret {
		return s.URL.Scheme + "://" + s.URL.Host + "/..."
	}
	return redact.Parsed(s.URL)
}

// Content is a source that is being read.
type Content struct {
	Body io.ReadCloser
	// Size is what the server promises, -1 if it does not.
	Size int64
}

// Fetcher knows one way to reach sources. An error that another try may cure is made with tryAgain; so is any error of
// the body.
type Fetcher interface {
	Open(ctx context.Context, source Source) (*Content, error)
}

// Fetchers are the ways there are, by the scheme of the address.
type Fetchers map[string]Fetcher

// tryAgainError is one that another try may cure.
type tryAgainError struct {
	err error
	// after is what the server asks to wait, 0 if it does not say.
	after time.Duration
}

func tryAgain(err error, after time.Duration) error { return &tryAgainError{err, after} }

func (e *tryAgainError) Error() string { return e.err.Error() }
func (e *tryAgainError) Unwrap() error { return e.err }

// curable reports whether another try may help, and what the server asks to wait.
func curable(err error) (time.Duration, bool) {
	var again *tryAgainError
	if errors.As(err, &again) {
		return again.after, true
	}
	return 0, false
}
