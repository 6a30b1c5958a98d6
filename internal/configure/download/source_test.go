// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// source is a server in memory. Its faults are functions, which see every request.
type source struct {
	content []byte
	version string
	// noRanges makes it hand out whole files only, and sizeless hides how large they are.
	noRanges, sizeless bool
	// refuse may answer a request with an error, and breakAt end a body early; they count requests from 1.
	refuse  func(n int64, want Span) error
	breakAt func(n int64, want Span) int64
	// after hears how much was sent in all.
	after func(sent int64)

	requests, sent atomic.Int64
	mu             sync.Mutex
	asked          []Span
}

func (s *source) part() Part {
	return Part{ID: "the file", Open: func(ctx context.Context, want Span) (*Content, error) {
		n := s.requests.Add(1)
		s.mu.Lock()
		s.asked = append(s.asked, want)
		s.mu.Unlock()
		if s.refuse != nil {
			if err := s.refuse(n, want); err != nil {
				return nil, err
			}
		}
		from, to := want.From, min(want.To, int64(len(s.content)))
		if s.noRanges || want.Version != "" && want.Version != s.version {
			from, to = 0, int64(len(s.content))
		}
		size := int64(len(s.content))
		if s.sizeless {
			size = -1
		}
		b := &body{ctx: ctx, source: s, rest: s.content[min(from, to):to], breakIn: -1}
		if s.breakAt != nil {
			b.breakIn = s.breakAt(n, want)
		}
		return &Content{Body: b, From: from, Size: size, Version: s.version, Ranges: !s.noRanges && !s.sizeless}, nil
	}}
}

var errBroken = errors.New("the line was cut")

// body ends with an error after breakIn bytes, if that is not negative.
type body struct {
	ctx     context.Context
	source  *source
	rest    []byte
	breakIn int64
}

func (b *body) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		return 0, b.ctx.Err()
	}
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	if b.breakIn == 0 {
		return 0, errBroken
	}
	n := copy(p, b.rest[:min(len(b.rest), 100_000)])
	if b.breakIn > 0 {
		n = int(min(int64(n), b.breakIn))
		b.breakIn -= int64(n)
	}
	b.rest = b.rest[n:]
	sent := b.source.sent.Add(int64(n))
	if b.source.after != nil {
		b.source.after(sent)
	}
	return n, nil
}

func (b *body) Close() error { return nil }

// random is content that never repeats itself, so that a byte in the wrong place shows.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// lab is a volume that outlives engines, as one outlives attempts of a step.
type lab struct {
	dir           string
	budget        Budget
	ample, direct int64
}

func newLab(t *testing.T) *lab {
	t.Helper()
	return &lab{dir: t.TempDir()}
}

// put downloads to the file "file".
func (l *lab) put(ctx context.Context, t *testing.T, s *source, sum string) (Result, error) {
	t.Helper()
	root, err := os.OpenRoot(l.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	e, err := New(Options{
		Root: root, Connections: 8, Ample: l.ample, Direct: l.direct, Budget: &l.budget, Log: slog.New(slog.DiscardHandler),
		Backoff: Backoff{Tries: 3, First: time.Millisecond, Longest: 2 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	defer func() {
		if err := e.Sync(); err != nil {
			t.Error(err)
		}
	}()
	return e.Put(ctx, s.part(), Want{What: "the file", Path: "file", Mode: 0o644, SHA256: sum})
}

// whole fails the test unless the file is there as it should be, and nothing else is but the ledger.
func (l *lab) whole(t *testing.T, s *source, got Result) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(l.dir, "file"))
	if err != nil {
		t.Fatal(err)
	}
	if sumOf(b) != sumOf(s.content) {
		t.Errorf("the file has %d bytes that are not the %d of the source", len(b), len(s.content))
	}
	if got.SHA256 != sumOf(s.content) || got.Bytes != int64(len(s.content)) {
		t.Errorf("the result is %+v", got)
	}
	if left := l.work(t); len(left) != 1 || left[0] != "ledger" {
		t.Errorf("there is left %v", left)
	}
}

// work lists the folder of part files.
func (l *lab) work(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(l.dir, work))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
