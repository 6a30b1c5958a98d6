// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// The SDK's HTTP client keeps connections that nothing lets a program close.
		goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"),
		goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreTopFunction("net/http.(*persistConn).readLoop"))
}

// put writes a file, and the folders that it needs.
func put(t *testing.T, root, name, content string) string {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func openTestVolume(t *testing.T, root string) *Volume {
	t.Helper()
	v, err := OpenVolume(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// contentOf is all of a file's content, as far as it can be read.
func contentOf(file File) ([]byte, error) {
	s, err := open(file)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	content, err := io.ReadAll(s.all())
	return content, cmp.Or(s.failed(), err)
}

// unreadable is a file whose disk is broken.
func unreadable(name string) File {
	return File{Name: name, Type: TypeOutput, Size: 10, Open: func() (Content, error) { return readOnly{brokenDisk{}}, nil }}
}

var errDisk = errors.New("the disk is broken")

type brokenDisk struct{}

func (brokenDisk) ReadAt(p []byte, offset int64) (int, error) {
	if n := copy(p, "abc"[min(offset, 3):]); n == len(p) {
		return n, nil
	}
	return 0, errDisk
}
