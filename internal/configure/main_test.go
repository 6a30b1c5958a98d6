// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract/joblog"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lab is a volume and what it takes to fill it.
type lab struct {
	volume string
	log    *safeBuffer
	env    map[string]string
	o      Options
}

// here lets tests reach their servers.
var here = guard.Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}

// safeBuffer takes lines from several downloads at once.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func newLab(t *testing.T) *lab {
	t.Helper()
	l := &lab{volume: t.TempDir(), log: &safeBuffer{}, env: map[string]string{}}
	runner := filepath.Join(t.TempDir(), "runner")
	if err := os.WriteFile(runner, []byte("the runner"), 0o700); err != nil {
		t.Fatal(err)
	}
	web := NewHTTP(here)
	t.Cleanup(web.Close)
	l.o = Options{
		Volume: l.volume, Runner: runner, SystemRetries: 2,
		Getenv:   func(name string) string { return l.env[name] },
		Fetchers: Fetchers{"http": web, "https": web, "data": Data{}, "claim": Claims{Root: filepath.Join(t.TempDir(), "claims")}},
		Backoff:  download.Backoff{Tries: 3, First: time.Millisecond, Longest: 5 * time.Millisecond},
		Tell:     time.Hour, Log: joblog.New(l.log),
	}
	return l
}

// run fills the volume from a document.
func (l *lab) run(t *testing.T, document string) report.Report {
	t.Helper()
	d, err := ParseDocument([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(t.Context(), d, l.o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (l *lab) read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(l.volume, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// tree is every path on the volume with its mode, but for what is only of use to a further attempt.
func (l *lab) tree(t *testing.T) map[string]fs.FileMode {
	t.Helper()
	all := map[string]fs.FileMode{}
	err := filepath.WalkDir(l.volume, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(l.volume, path)
		if name == ".configure" {
			return fs.SkipDir
		}
		if name != "." {
			all[name] = info.Mode().Perm()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
