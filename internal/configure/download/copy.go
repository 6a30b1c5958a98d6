// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"hash/crc32"
	"io"
	"sync"

	"golang.org/x/sys/unix"
)

// buffers are kept, as thousands of small files would each want one.
var buffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// writeError is not the source's fault.
type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

// copy writes a region from a body to its place and says how much of it is there then. io.EOF is the body's early end.
func (f *file) copy(body io.Reader, at region) (int64, error) {
	buffer := buffers.Get().(*[bufferSize]byte)
	defer buffers.Put(buffer)
	s := stretch{file: f, from: at.from, at: at.from}
	for s.at < at.to {
		n, err := fill(body, buffer[:min(bufferSize, at.to-s.at)])
		if failed := s.write(buffer[:n]); failed != nil {
			return s.from - at.from, &writeError{failed}
		}
		if err != nil && s.at < at.to {
			if failed := s.flush(); failed != nil {
				return s.from - at.from, &writeError{failed}
			}
			return s.from - at.from, err
		}
	}
	if failed := s.flush(); failed != nil {
		return s.from - at.from, &writeError{failed}
	}
	return s.from - at.from, nil
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

// stretch is what has been written since the last line of the journal.
type stretch struct {
	file     *file
	from, at int64
	sum      uint32
}

func (s *stretch) write(b []byte) error {
	if s.file.size < 0 {
		if err := s.file.budget(int64(len(b))); err != nil {
			return err
		}
	}
	if err := s.file.writeAt(b, s.at); err != nil {
		return OnVolume(err)
	}
	s.file.counts.bytes.Add(int64(len(b)))
	s.sum = crc32.Update(s.sum, castagnoli, b)
	s.at += int64(len(b))
	if s.at-s.from < stretchSize {
		return nil
	}
	return s.flush()
}

// writeAt lets one connection write at a time. The kernel would, too, but there those that wait do not sleep: they burn the
// time of the processors that the others need.
func (f *file) writeAt(b []byte, at int64) error {
	f.writing.Lock()
	defer f.writing.Unlock()
	_, err := f.partFile.WriteAt(b, at)
	return err
}

// flush makes it known that the stretch is there. The kernel is told to begin writing it out, so that little is left to do
// for the sync at the end.
func (s *stretch) flush() error {
	if s.at == s.from {
		return nil
	}
	done := region{s.from, s.at}
	if err := s.file.journal.add(done, s.sum); err != nil {
		return OnVolume(err)
	}
	s.file.chart.finish(done)
	s.file.sum.nudge()
	if done.size() >= stretchSize {
		_ = unix.SyncFileRange(int(s.file.partFile.Fd()), done.from, done.size(), unix.SYNC_FILE_RANGE_WRITE)
	}
	s.from, s.sum = s.at, 0
	return nil
}
