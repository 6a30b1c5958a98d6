// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mebi = 1 << 20

func TestAFileOfAnySizeArrivesWhole(t *testing.T) {
	for name, n := range map[string]int{
		"nothing": 0, "a byte": 1, "just a buffer": stretchSize, "a byte more than a segment": segmentLeast + 1,
		"just a few segments": 4 * segmentLeast, "many segments": 70*mebi + 12345,
	} {
		for variant, s := range map[string]*source{
			"in ranges": {version: "v"}, "whole only": {version: "v", noRanges: true},
			"of unknown size": {version: "v", sizeless: true}, "of unknown version": {},
		} {
			t.Run(name+", "+variant, func(t *testing.T) {
				s.content = random(n)
				l := newLab(t)
				l.direct = 16 * mebi
				got, err := l.put(t.Context(), t, s, sumOf(s.content))
				if err != nil {
					t.Fatal(err)
				}
				l.whole(t, s, got)
				if parallel := s.requests.Load() > 1; parallel != (variant == "in ranges" && n > 2*segmentLeast) {
					t.Errorf("%d requests were made", s.requests.Load())
				}
			})
		}
	}
}

func TestABreakCostsNothingThatWasThere(t *testing.T) {
	breaks := func(n int64, _ Span) int64 {
		if n%2 == 1 {
			return 3*mebi + 17
		}
		return -1
	}
	for name, s := range map[string]*source{
		"in ranges": {version: "v"}, "of unknown size": {version: "v", sizeless: true},
	} {
		t.Run(name, func(t *testing.T) {
			s.content, s.breakAt = random(40*mebi+5), breaks
			l := newLab(t)
			got, err := l.put(t.Context(), t, s, "")
			if err != nil {
				t.Fatal(err)
			}
			l.whole(t, s, got)
			// What a connection had in its buffer is all that may come twice.
			if most := int64(len(s.content)) + s.requests.Load()*stretchSize; s.sent.Load() > most {
				t.Errorf("%d bytes were sent of %d", s.sent.Load(), len(s.content))
			}
		})
	}
	t.Run("unless nothing tells whether the content is still the same", func(t *testing.T) {
		s := &source{content: random(5 * mebi), breakAt: func(n int64, _ Span) int64 {
			if n == 1 {
				return 4 * mebi
			}
			return -1
		}}
		l := newLab(t)
		got, err := l.put(t.Context(), t, s, "")
		if err != nil {
			t.Fatal(err)
		}
		l.whole(t, s, got)
		if last := s.asked[len(s.asked)-1]; last.From != 0 {
			t.Errorf("it went on at %d", last.From)
		}
	})
}

func TestTriesAreCountedFromTheLastProgressOn(t *testing.T) {
	t.Run("a source that never gets further is given up", func(t *testing.T) {
		s := &source{content: random(mebi), version: "v", breakAt: func(int64, Span) int64 { return 0 }}
		_, err := newLab(t).put(t.Context(), t, s, "")
		if err == nil || !strings.Contains(err.Error(), "broke off after 0 bytes: the line was cut (tried 3 times)") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a source that gets a little further each time is not", func(t *testing.T) {
		s := &source{content: random(20 * 1000), version: "v", breakAt: func(int64, Span) int64 { return 1000 }}
		l := newLab(t)
		got, err := l.put(t.Context(), t, s, "")
		if err != nil {
			t.Fatal(err)
		}
		l.whole(t, s, got)
	})
	t.Run("nor does a content count that becomes another each time", func(t *testing.T) {
		s := &source{content: random(mebi), breakAt: func(int64, Span) int64 { return 1000 }}
		s.refuse = func(n int64, _ Span) error {
			s.version = fmt.Sprint(n)
			return nil
		}
		if _, err := newLab(t).put(t.Context(), t, s, ""); err == nil || s.requests.Load() != 3 {
			t.Errorf("got %v after %d requests", err, s.requests.Load())
		}
	})
	t.Run("what no try can cure is not tried again", func(t *testing.T) {
		s := &source{content: random(10), refuse: func(int64, Span) error { return errors.New("404") }}
		if _, err := newLab(t).put(t.Context(), t, s, ""); err == nil || s.requests.Load() != 1 {
			t.Errorf("got %v after %d requests", err, s.requests.Load())
		}
	})
}

func TestAServerThatWantsFewConnectionsGetsFew(t *testing.T) {
	s := &source{content: random(64 * mebi), version: "v", refuse: func(_ int64, want Span) error {
		if want.To != End {
			return Again(errors.New("429"), 0)
		}
		return nil
	}}
	l := newLab(t)
	got, err := l.put(t.Context(), t, s, "")
	if err != nil {
		t.Fatal(err)
	}
	l.whole(t, s, got)
}

// The first connection brings no more until others have joined it.
func TestConnectionsJoinOneThatBringsLittle(t *testing.T) {
	s, joined := &source{content: random(64 * mebi), version: "v"}, make(chan struct{})
	s.refuse = func(n int64, _ Span) error {
		if n == 3 {
			close(joined)
		}
		return nil
	}
	s.after = func(sent int64) {
		if sent > 10*mebi {
			<-joined
		}
	}
	l := newLab(t)
	l.ample = 1 << 40
	got, err := l.put(t.Context(), t, s, "")
	if err != nil {
		t.Fatal(err)
	}
	l.whole(t, s, got)
}

func TestAContentThatChangesIsDownloadedAnew(t *testing.T) {
	s := &source{content: random(30 * mebi), version: "v"}
	s.breakAt = func(n int64, _ Span) int64 {
		if n > 1 {
			return -1
		}
		return 5 * mebi
	}
	s.refuse = func(n int64, _ Span) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if n == 2 {
			s.version = "w"
		}
		return nil
	}
	l := newLab(t)
	got, err := l.put(t.Context(), t, s, sumOf(s.content))
	if err != nil {
		t.Fatal(err)
	}
	l.whole(t, s, got)
}

func TestStretchesBeginWhereTheyCanBeWrittenPastTheCache(t *testing.T) {
	s := &source{content: random(200 * mebi), version: "v", breakAt: func(n int64, _ Span) int64 { return n * 50_000_000 / 3 }}
	l := newLab(t)
	l.ample = 1
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s.after = func(sent int64) {
		if sent > 190*mebi {
			stop()
		}
	}
	if _, err := l.put(ctx, t, s, ""); err == nil {
		t.Fatal("it was not interrupted")
	}
	journal, err := os.ReadFile(filepath.Join(l.dir, partName("file")+".journal"))
	if err != nil {
		t.Fatal(err)
	}
	odd := 0
	for line := range strings.Lines(string(journal)) {
		var from, to, sum int64
		if n, _ := fmt.Sscanf(line, stretchFormat, &from, &to, &sum); n == 3 && from%stretchSize != 0 {
			odd++
		}
	}
	if most := int(s.requests.Load()); odd > most {
		t.Errorf("%d stretches begin elsewhere, after %d requests", odd, most)
	}
}

// interrupted leaves part of the file behind, as a program that is told to stop.
func interrupted(t *testing.T, l *lab, s *source) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	already := s.sent.Load()
	s.after = func(sent int64) {
		if sent > already+5*mebi {
			stop()
		}
	}
	if _, err := l.put(ctx, t, s, ""); err == nil {
		t.Fatal("it was not interrupted")
	}
	stop()
	s.after = nil
}

func write(t *testing.T, path string, at int64, b []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(b, at); err != nil {
		t.Fatal(err)
	}
}

func TestAChecksumDecides(t *testing.T) {
	s := &source{content: random(6 * mebi), version: "v"}
	t.Run("a wrong one leaves nothing", func(t *testing.T) {
		l := newLab(t)
		_, err := l.put(t.Context(), t, s, strings.Repeat("0", 64))
		if !errors.Is(err, ErrChecksum) || s.requests.Load() != 1 {
			t.Errorf("got %v after %d requests", err, s.requests.Load())
		}
		if left := l.work(t); len(left) != 1 {
			t.Errorf("there is left %v", left)
		}
	})
	t.Run("a file that is there already is not downloaded again", func(t *testing.T) {
		l := newLab(t)
		for range 2 {
			s.requests.Store(0)
			if _, err := l.put(t.Context(), t, s, ""); err != nil {
				t.Fatal(err)
			}
		}
		if s.requests.Load() != 0 {
			t.Errorf("%d requests were made", s.requests.Load())
		}
		write(t, filepath.Join(l.dir, "file"), 77, []byte("spoilt"))
		got, err := l.put(t.Context(), t, s, "")
		if err != nil {
			t.Fatal(err)
		}
		l.whole(t, s, got)
	})
}

func TestABudgetIsKept(t *testing.T) {
	for name, s := range map[string]*source{"of known size": {version: "v"}, "of unknown size": {sizeless: true}} {
		t.Run("a file "+name+" that is too large fails", func(t *testing.T) {
			s.content = random(3 * mebi)
			l := newLab(t)
			l.budget.Limit = 3*mebi - 1
			_, err := l.put(t.Context(), t, s, "")
			if err == nil || !strings.Contains(err.Error(), "larger than the 3145727 bytes that the provider allows") {
				t.Errorf("got %v", err)
			}
			if !s.sizeless && s.sent.Load() > 0 {
				t.Errorf("%d bytes were sent", s.sent.Load())
			}
			if l.budget.used.Load() != 0 {
				t.Errorf("%d bytes are still taken", l.budget.used.Load())
			}
			l.budget.Limit++
			got, err := l.put(t.Context(), t, s, "")
			if err != nil {
				t.Fatal(err)
			}
			l.whole(t, s, got)
		})
	}
}

func TestWhateverBreaksTheFileIsTheSame(t *testing.T) {
	content := random(33*mebi + 7)
	for seed := range uint64(10) {
		chance := rand.New(rand.NewPCG(seed, 0))
		s := &source{content: content, version: "v", noRanges: seed%5 == 4}
		s.breakAt = func(int64, Span) int64 {
			s.mu.Lock()
			defer s.mu.Unlock()
			if chance.IntN(3) > 0 {
				return -1
			}
			return chance.Int64N(9 * mebi)
		}
		s.refuse = func(int64, Span) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if chance.IntN(4) == 0 {
				return Again(errors.New("503"), 0)
			}
			return nil
		}
		l := newLab(t)
		for attempt := 0; ; attempt++ {
			got, err := l.put(t.Context(), t, s, sumOf(content))
			if err == nil {
				l.whole(t, s, got)
				break
			}
			if attempt == 50 {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}
