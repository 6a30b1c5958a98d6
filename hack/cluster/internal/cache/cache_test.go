package cache

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func key(t *testing.T, words []string, files ...string) string {
	t.Helper()
	k, err := Key(words, files...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAKeyChangesWithEachThingItIsMadeFrom(t *testing.T) {
	file := filepath.Join(t.TempDir(), "go.mod")
	write(t, file, "module a")
	first := key(t, []string{"-s", "-w"}, file)
	if again := key(t, []string{"-s", "-w"}, file); again != first {
		t.Errorf("the same things gave %s and %s", first, again)
	}
	if other := key(t, []string{"-s -w"}, file); other == first {
		t.Error("joining two words did not change the key")
	}
	write(t, file, "module b")
	if other := key(t, []string{"-s", "-w"}, file); other == first {
		t.Error("changing a file did not change the key")
	}
}

func TestAKeyDoesNotDependOnWhereTheCheckoutLies(t *testing.T) {
	here, there := filepath.Join(t.TempDir(), "go.mod"), filepath.Join(t.TempDir(), "go.mod")
	write(t, here, "module a")
	write(t, there, "module a")
	if key(t, nil, here) != key(t, nil, there) {
		t.Error("two checkouts of the same files have two keys")
	}
}

func TestAFileThatIsAbsentDiffersFromAnEmptyOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "go.sum")
	absent := key(t, nil, file)
	write(t, file, "")
	if key(t, nil, file) == absent {
		t.Error("an empty file has the key of an absent one")
	}
}

func TestManyWhoWantAnEntryAtOnceMakeItOnce(t *testing.T) {
	store := Cache{Dir: t.TempDir()}
	var made atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			path, err := store.Ensure("bin/x", "1", func(temp string) error {
				made.Add(1)
				return os.WriteFile(temp, []byte("x"), 0o644)
			})
			if content, readErr := os.ReadFile(path); err != nil || string(content) != "x" {
				t.Errorf("got %q, %v, %v", content, err, readErr)
			}
		})
	}
	group.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

func TestAnEntryThatCouldNotBeMadeIsNotThere(t *testing.T) {
	store := Cache{Dir: t.TempDir()}
	failure := errors.New("no")
	_, err := store.Ensure("x", "1", func(temp string) error {
		write(t, temp, "half")
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatalf("want the maker's error, got %v", err)
	}
	path, err := store.Ensure("x", "1", func(temp string) error { return os.WriteFile(temp, []byte("whole"), 0o644) })
	if content, _ := os.ReadFile(path); err != nil || string(content) != "whole" {
		t.Errorf("got %q, %v", content, err)
	}
}

func TestALockIsHeldByOneAtATimeAndLeavesNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var inside atomic.Int32
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			unlock, err := Lock(path)
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			if inside.Add(1) != 1 {
				t.Error("two hold the lock")
			}
			time.Sleep(time.Millisecond)
			inside.Add(-1)
		})
	}
	group.Wait()
	if exists(path) {
		t.Error("the lock's file is still there")
	}
}
