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
		if diff := cmp.Diff(upload(t, s, oddFiles()), upload(t, s, oddFiles())); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("no files are no work", func(t *testing.T) {
		if got := upload(t, s, nil); len(got) != 0 {
			t.Errorf("got %v", got)
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
		huge := File{Name: "outputs/endless", Size: 1 << 33, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(&endless{left: 20 << 20, impatient: cancel}), nil
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

// endless is a file that makes somebody lose patience after a while.
type endless struct {
	left      int
	impatient context.CancelFunc
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left -= len(p); e.left < 0 {
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

func upload(t *testing.T, s storage, list []File) []Published {
	t.Helper()
	published, err := s.uploader.Upload(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	return published
}

func checkUploaded(t *testing.T, s storage, list []File, published []Published) {
	t.Helper()
	if len(list) != len(published) {
		t.Fatalf("%d files became %d", len(list), len(published))
	}
	for i, file := range list {
		body, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		p := published[i]
		sum := fmt.Sprintf("%x", sha256.Sum256(want))
		if p.Path != file.Name || p.Type != file.Type || p.Size != int64(len(want)) || p.SHA256 != sum {
			t.Errorf("%s was published as %+v", file.Name, p)
		}
		if got := s.fetch(t, p.URL); !bytes.Equal(got, want) {
			t.Errorf("%s holds %d bytes, not %d", p.URL, len(got), len(want))
		}
	}
}
