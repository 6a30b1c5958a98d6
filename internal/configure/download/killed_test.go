// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestAProgramThatWasKilledGoesOnWhereItStood(t *testing.T) {
	for name, s := range map[string]*source{
		"in ranges": {version: "v"}, "of unknown size": {version: "v", sizeless: true},
	} {
		t.Run(name, func(t *testing.T) {
			s.content = random(50 * mebi)
			l := newLab(t)
			l.direct = mebi
			kills := int64(3)
			for kill := range kills {
				ctx, stop := context.WithCancel(t.Context())
				s.after = func(sent int64) {
					if sent > 12*mebi*(kill+1) {
						stop()
					}
				}
				if _, err := l.put(ctx, t, s, ""); err == nil {
					t.Fatal("it was not interrupted")
				}
				stop()
			}
			s.after = nil
			got, err := l.put(t.Context(), t, s, sumOf(s.content))
			if err != nil {
				t.Fatal(err)
			}
			l.whole(t, s, got)
			if again := s.sent.Load() - int64(len(s.content)); again > kills*8*stretchSize {
				t.Errorf("%d bytes were sent twice", again)
			}
		})
	}
}

func TestNothingOfAPartFileIsBelievedThatIsNotAsItWas(t *testing.T) {
	s := &source{content: random(20 * mebi), version: "v"}
	l := newLab(t)
	interrupted(t, l, s)
	part := filepath.Join(l.dir, partName("file")+".part")
	journal := filepath.Join(l.dir, partName("file")+".journal")
	for name, spoil := range map[string]func(t *testing.T){
		"bytes that were lost": func(t *testing.T) {
			t.Helper()
			write(t, part, 2*mebi, make([]byte, 3*mebi))
		},
		"a part file that is shorter": func(t *testing.T) {
			t.Helper()
			if err := os.Truncate(part, mebi/2); err != nil {
				t.Fatal(err)
			}
		},
		"a journal that breaks off": func(t *testing.T) {
			t.Helper()
			b, err := os.ReadFile(journal)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(journal, append(b[:len(b)-5], "\xff\x00 0 0"...), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a journal without its beginning": func(t *testing.T) {
			t.Helper()
			if err := os.WriteFile(journal, []byte("0 1048576 00000000\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a journal of another file": func(t *testing.T) {
			t.Helper()
			if err := os.WriteFile(journal, []byte(`{"ID":"another","Version":"v","Size":20971520}`+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(journal); err != nil {
				if err := os.Remove(filepath.Join(l.dir, "file")); err != nil {
					t.Fatal(err)
				}
				if err := os.Remove(filepath.Join(l.dir, work, "ledger")); err != nil {
					t.Fatal(err)
				}
				interrupted(t, l, s)
			}
			spoil(t)
			got, err := l.put(t.Context(), t, s, "")
			if err != nil {
				t.Fatal(err)
			}
			l.whole(t, s, got)
		})
	}
}
