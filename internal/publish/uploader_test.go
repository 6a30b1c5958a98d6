// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// storage is one that the suite runs against, with a way to get back what was uploaded.
type storage struct {
	uploader Uploader
	// fetch gets the content behind an address.
	fetch func(t *testing.T, url string) []byte
}

// testUploader is what every uploader must do, whatever stands behind it.
func testUploader(t *testing.T, s storage) {
	t.Helper()
	t.Run("every file is found at its address", func(t *testing.T) {
		list := oddFiles()
		checkUploaded(t, s, list, upload(t, s, list))
	})
	t.Run("a large file arrives whole", func(t *testing.T) {
		large := make([]byte, 12<<20+345)
		_, _ = rand.NewChaCha8([32]byte{7}).Read(large)
		list := []File{memoryFile("outputs/large.bin", large), memoryFile("outputs/small", []byte("x"))}
		checkUploaded(t, s, list, upload(t, s, list))
	})
	t.Run("many files are uploaded in order", func(t *testing.T) {
		var list []File
		for n := range 60 {
			list = append(list, memoryFile(fmt.Sprintf("outputs/%d/%d", n%7, n), fmt.Appendf(nil, "number %d", n)))
		}
		checkUploaded(t, s, list, upload(t, s, list))
	})
	t.Run("the same files uploaded again have the same addresses", func(t *testing.T) {
		first, second := upload(t, s, oddFiles()), upload(t, s, oddFiles())
		if diff := cmp.Diff(first.Digests, second.Digests); diff != "" {
			t.Error(diff)
		}
		for _, file := range oddFiles() {
			if one, other := first.URL(file.Name), second.URL(file.Name); one != other {
				t.Errorf("%s is at %s, then at %s", file.Name, one, other)
			}
		}
	})
	t.Run("no files are no work", func(t *testing.T) {
		if got := upload(t, s, nil); len(got.Digests) != 0 {
			t.Errorf("got %v", got.Digests)
		}
	})
	testFaults(t, s)
}

// testFaults is what every uploader must do when something goes wrong on our side.
func testFaults(t *testing.T, s storage) {
	t.Helper()
	t.Run("files whose upload was broken off end up at the same addresses, too", func(t *testing.T) {
		content := make([]byte, 20<<20)
		_, _ = rand.NewChaCha8([32]byte{8}).Read(content)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		list := []File{memoryFile("outputs/a", []byte("a")), {Name: "outputs/broken.bin", Size: int64(len(content)), Open: func() (Content, error) {
			return readOnly{&impatientReader{bytes.NewReader(content), cancel}}, nil
		}}}
		if _, err := s.uploader.Upload(ctx, list); err == nil {
			t.Fatal("nothing was broken off")
		}
		whole := []File{list[0], memoryFile("outputs/broken.bin", content)}
		second, third := upload(t, s, whole), upload(t, s, whole)
		checkUploaded(t, s, whole, second)
		if one, other := second.URL("outputs/broken.bin"), third.URL("outputs/broken.bin"); one != other {
			t.Errorf("it is at %s, then at %s", one, other)
		}
	})
	t.Run("a file that cannot be read is named and is not the storage's fault", func(t *testing.T) {
		_, err := s.uploader.Upload(t.Context(), []File{memoryFile("outputs/a", []byte("x")), unreadable("outputs/b")})
		var read *ReadError
		if !errors.As(err, &read) || read.Name != "outputs/b" || !errors.Is(err, errDisk) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an upload ends when it is cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		huge := File{Name: "outputs/endless", Size: 1 << 33, Open: func() (Content, error) {
			return readOnly{&endless{patience: 20 << 20, impatient: cancel}}, nil
		}}
		begun := time.Now()
		if _, err := s.uploader.Upload(ctx, []File{huge}); err == nil {
			t.Error("it succeeded")
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// impatientReader is a file that makes somebody lose patience when most of it is read.
type impatientReader struct {
	io.ReaderAt

	impatient context.CancelFunc
}

func (r *impatientReader) ReadAt(p []byte, offset int64) (int, error) {
	if offset > 15<<20 {
		r.impatient()
	}
	return r.ReaderAt.ReadAt(p, offset)
}

// endless is a file that makes somebody lose patience after a while.
type endless struct {
	patience  int64
	impatient context.CancelFunc
}

func (e *endless) ReadAt(p []byte, offset int64) (int, error) {
	if offset > e.patience {
		e.impatient()
	}
	clear(p) // what lies in the buffer may be the boundary of a multipart body
	return len(p), nil
}

func oddFiles() []File {
	var list []File
	for _, name := range []string{
		"logs/algorithm.log", "outputs/a b+c%20d.txt", "outputs/deep/er/and/deeper.json", "outputs/empty", "outputs/größe/数据.csv",
		"outputs/q?a=b&c#d", `outputs/"quotes" 'n' \back`, "outputs/~tilde;semi:colon@at,comma=", "outputs/.hidden", "outputs/page.html",
	} {
		content := []byte("content of " + name)
		if strings.HasSuffix(name, "empty") {
			content = nil
		}
		list = append(list, memoryFile(name, content))
	}
	return list
}

func upload(t *testing.T, s storage, list []File) Placed {
	t.Helper()
	placed, err := s.uploader.Upload(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	return placed
}

func checkUploaded(t *testing.T, s storage, list []File, placed Placed) {
	t.Helper()
	if len(list) != len(placed.Digests) {
		t.Fatalf("%d files became %d", len(list), len(placed.Digests))
	}
	for i, file := range list {
		want, err := contentOf(file)
		if err != nil {
			t.Fatal(err)
		}
		if placed.Digests[i] != sha256.Sum256(want) {
			t.Errorf("%s has another digest", file.Name)
		}
		url := placed.URL(file.Name)
		if got := s.fetch(t, url); !bytes.Equal(got, want) {
			t.Errorf("%s holds %d bytes, not %d", url, len(got), len(want))
		}
	}
}
