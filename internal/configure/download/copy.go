// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import "io"

// writeError is not the source's fault.
type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

// copy writes a region from a body to its place, in stretches that begin at multiples of their size, and says how much of
// it is there then. io.EOF is the body's early end.
func (f *file) copy(body io.Reader, at region) (int64, error) {
	w := f.newWriter()
	from := at.from
	var err error
	for from < at.to && err == nil && w.ctx.Err() == nil {
		b := f.shelf.take(&f.brake)
		var n int
		n, err = fill(body, b.bytes[:min(stretchSize-from%stretchSize, at.to-from)])
		w.write(b, n, from)
		from += int64(n)
	}
	var failed error
	f.brake.hold(func() { failed = w.wait() })
	if failed != nil {
		return 0, &writeError{failed}
	}
	if from == at.to {
		err = nil
	}
	return from - at.from, err
}

// fill reads until the buffer is full: over TLS a body comes in pieces that are too small to write one by one. Unlike
// io.ReadFull it leaves the body's error as it is.
func fill(body io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var m int
		m, err = body.Read(buffer[n:])
		n += m
	}
	return n, err
}
