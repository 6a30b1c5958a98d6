// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"io"
	"math"
	"time"
)

// Part is one file at its source.
type Part struct {
	// Path of the file below the place of its source. Empty: the source is this one file.
	Path string
	// ID tells the file from all others that may be meant for the same place. It is compared and stored, never shown, so
	// it should be a hash.
	ID string
	// Open begins to read. An error that another try may cure is made with Again; so is any error of the body.
	Open func(ctx context.Context, want Span) (*Content, error)
}

// End stands for the end of a file, wherever that is.
const End int64 = math.MaxInt64

// Span is which bytes are wanted: from From up to but not including To.
type Span struct {
	From, To int64
	// Version is the content that they must be of, as an earlier Content had it. Empty: any.
	Version string
}

// Content is a file that is being read.
type Content struct {
	Body io.ReadCloser
	// From is where in the file the body begins: where it was wanted or, if the source has another version by now or hands
	// out nothing but whole files, at 0.
	From int64
	// Size of the whole file, -1 if nobody knows.
	Size int64
	// Version changes whenever the content does. Empty: nobody can tell, so nothing of it is kept for another try.
	Version string
	// Ranges says that several parts of it may be read at a time.
	Ranges bool
}

// againError is one that another try may cure.
type againError struct {
	err error
	// after is what the server asks to wait, 0 if it does not say.
	after time.Duration
}

// Again marks an error that another try may cure, after a wait that the server may ask for.
func Again(err error, after time.Duration) error { return &againError{err, after} }

func (e *againError) Error() string { return e.err.Error() }
func (e *againError) Unwrap() error { return e.err }

// Curable reports whether another try may help, and what the server asks to wait.
func Curable(err error) (time.Duration, bool) {
	var again *againError
	if errors.As(err, &again) {
		return again.after, true
	}
	return 0, false
}
