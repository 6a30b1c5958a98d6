// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

const (
	otherKey     = "0000000000000000000000000000000000000000000000000000000000000001"
	otherAddress = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
)

// keyFolder is a Secret as the kubelet mounts it: links to a folder that is changed as a whole.
type keyFolder struct {
	path    string
	version int
}

func mounted(t *testing.T, key string) *keyFolder {
	t.Helper()
	f := &keyFolder{path: t.TempDir()}
	f.replace(t, key)
	must(t, os.Symlink(filepath.Join("..data", "key"), f.key()))
	return f
}

func (f *keyFolder) key() string { return filepath.Join(f.path, "key") }

func (f *keyFolder) replace(t *testing.T, key string) {
	t.Helper()
	f.version++
	data := filepath.Join(f.path, fmt.Sprint("..v", f.version))
	must(t, os.Mkdir(data, 0o755))
	must(t, os.WriteFile(filepath.Join(data, "key"), []byte(key), 0o600))
	must(t, os.Symlink(filepath.Base(data), filepath.Join(f.path, "..new")))
	must(t, os.Rename(filepath.Join(f.path, "..new"), filepath.Join(f.path, "..data")))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// told is what a signer's events bring.
type told struct {
	changed chan string
	kept    chan error
}

// follow opens a key and follows it until the test ends.
func follow(t *testing.T, path string) (*Signer, told) {
	t.Helper()
	events := told{make(chan string, 9), make(chan error, 9)}
	s, err := OpenSigner(path, KeyEvents{
		Changed: func(address string) { events.changed <- address },
		Kept:    func(reason error) { events.kept <- reason },
	})
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-ended)
	})
	return s, events
}

func await[T any, C ~chan T](t *testing.T, what C) T {
	t.Helper()
	select {
	case got := <-what:
		return got
	case <-time.After(time.Minute):
		t.Fatal("nothing was told in 10 seconds")
		panic("unreachable")
	}
}

func TestANewKeyIsTakenUpWhileTheOperatorRuns(t *testing.T) {
	folder := mounted(t, testKey)
	s, events := follow(t, folder.key())
	if s.Key().Address() != testAddress {
		t.Fatalf("began with %s", s.Key())
	}
	folder.replace(t, "0x"+otherKey+"\n")
	if got := await(t, events.changed); got != otherAddress || s.Key().Address() != otherAddress {
		t.Errorf("told %s, signs with %s", got, s.Key())
	}
	folder.replace(t, testKey)
	if got := await(t, events.changed); got != testAddress || s.Key().Address() != testAddress {
		t.Errorf("told %s, signs with %s", got, s.Key())
	}
}

func TestABrokenKeyIsToldAndTheLastGoodOneStays(t *testing.T) {
	folder := mounted(t, testKey)
	s, events := follow(t, folder.key())
	folder.replace(t, "hush-hush")
	if got := await(t, events.kept); !errors.Is(got, ethkey.ErrForm) || strings.Contains(got.Error(), "hush") {
		t.Errorf("told %v", got)
	}
	if s.Key().Address() != testAddress {
		t.Errorf("signs with %s", s.Key())
	}
	folder.replace(t, strings.Repeat("0", 64))
	if got := await(t, events.kept); !errors.Is(got, ethkey.ErrRange) {
		t.Errorf("told %v", got)
	}
	must(t, os.Remove(filepath.Join(folder.path, "..data")))
	if got := await(t, events.kept); !errors.Is(got, fs.ErrNotExist) {
		t.Errorf("told %v", got)
	}
	folder.replace(t, otherKey)
	if got := await(t, events.changed); got != otherAddress || s.Key().Address() != otherAddress {
		t.Errorf("told %s, signs with %s", got, s.Key())
	}
}

func TestAPlainFileIsFollowedToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(path, []byte(testKey), 0o600))
	s, events := follow(t, path)
	must(t, os.WriteFile(path+".new", []byte(otherKey), 0o600))
	must(t, os.Rename(path+".new", path))
	if got := await(t, events.changed); got != otherAddress || s.Key().Address() != otherAddress {
		t.Errorf("told %s, signs with %s", got, s.Key())
	}
}

func TestOneReasonIsToldOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(path, []byte(testKey), 0o600))
	var kept, changed, healed int
	s, err := OpenSigner(path, KeyEvents{Changed: func(string) { changed++ }, Kept: func(error) { kept++ }, Healed: func() { healed++ }})
	must(t, err)
	for _, text := range []string{"bad", "worse", "bad", testKey, testKey, "bad", otherKey, otherKey} {
		must(t, os.WriteFile(path, []byte(text), 0o600))
		s.file.reread(&s.current)
	}
	if kept != 2 || changed != 1 || healed != 2 {
		t.Errorf("told %d reasons and %d keys, and %d times that all is well", kept, changed, healed)
	}
}

func TestAKeyMustBeGoodAtTheStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if _, err := OpenSigner(path, KeyEvents{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for _, text := range []string{"", "hush-hush", testKey[:63], testKey + "\n" + testKey, strings.Repeat(" ", 2*maxKeyFile) + testKey} {
		must(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := OpenSigner(path, KeyEvents{})
		if !errors.Is(err, ethkey.ErrForm) || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), testKey[:8]) {
			t.Errorf("%q: got %v", text, err)
		}
		if _, err := NewSigner(config.NewSecret(text)); len(text) < 200 && !errors.Is(err, ethkey.ErrForm) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestAKeyOfAVariableStaysWhatItIs(t *testing.T) {
	s := mustSigner(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Start(ctx); err != nil || s.Key().Address() != testAddress || s.NeedLeaderElection() {
		t.Errorf("got %v, %s", err, s.Key())
	}
}
