// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

func names(files []File) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = f.Type
	}
	return all
}

func TestCollect(t *testing.T) {
	root := t.TempDir()
	put(t, root, "outputs/clean/1/a", "1")
	put(t, root, "outputs/clean/2/z/y/x.csv", "1")
	put(t, root, "outputs/clean/2/b", "1")
	put(t, root, "logs/clean/2/algorithm.log", "1")
	put(t, root, "logs/clean/2/deep/algorithm.log", "1")
	put(t, root, "outputs/count/1/c", "1")
	put(t, root, "logs/count/1/algorithm.log", "1")
	put(t, root, "inputs/clean/secret", "1")
	v := openTestVolume(t, root)
	clean, count := Stage{"clean", 2}, Stage{"count", 1}

	for name, tc := range map[string]struct {
		stages   []Stage
		logsOnly bool
		want     map[string]string
	}{
		"one stage is published without its name, of the attempt that counts": {[]Stage{clean}, false, map[string]string{
			"outputs/b": TypeOutput, "outputs/z/y/x.csv": TypeOutput,
			"logs/algorithm.log": TypeAlgorithmLog, "logs/deep/algorithm.log": TypeOutput,
		}},
		"several stages are published under their names": {[]Stage{clean, count}, false, map[string]string{
			"outputs/clean/b": TypeOutput, "outputs/clean/z/y/x.csv": TypeOutput, "outputs/count/c": TypeOutput,
			"logs/clean/algorithm.log": TypeAlgorithmLog, "logs/clean/deep/algorithm.log": TypeOutput,
			"logs/count/algorithm.log": TypeAlgorithmLog,
		}},
		"logs alone are published without outputs": {[]Stage{count}, true, map[string]string{"logs/algorithm.log": TypeAlgorithmLog}},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Collect(v, tc.stages, tc.logsOnly, ample)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, names(found.Files)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a folder that is not there is the volume's fault", func(t *testing.T) {
		var read *ReadError
		if _, err := Collect(v, []Stage{{"clean", 9}}, false, ample); !errors.As(err, &read) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a stage's folder that is a link is not entered", func(t *testing.T) {
		if err := os.MkdirAll(filepath.Join(root, "outputs/link"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/etc", filepath.Join(root, "outputs/link/1")); err != nil {
			t.Fatal(err)
		}
		if found, err := Collect(v, []Stage{{"link", 1}}, false, ample); err == nil {
			t.Errorf("found %v", names(found.Files))
		}
	})
}

// putSocket leaves a socket on the volume. Its address is bound to be short, so it is made elsewhere.
func putSocket(t *testing.T, path string) {
	t.Helper()
	short, err := os.MkdirTemp(filepath.Dir(filepath.Dir(path)), "s") //nolint:usetesting // On the same volume, with a short name.
	if err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	t.Chdir(short)
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: "s"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename("s", path); err != nil {
		t.Fatal(err)
	}
}

func TestWhatChangesWhileItIsLookedAtIsRefused(t *testing.T) {
	root := t.TempDir()
	put(t, root, "outputs/s/1/a", "x")
	dir, err := os.Open(root + "/outputs/s/1")
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if err := os.Symlink("/etc", root+"/outputs/s/1/link"); err != nil {
		t.Fatal(err)
	}
	c := &collector{volume: openTestVolume(t, root), budget: budget{limits: ample}}
	tree := &tree{collector: c, folder: "outputs/s/1", published: "outputs", names: map[inode]uint64{}}
	for name, step := range map[string]func() error{
		"a file that is gone":             func() error { return tree.look(dir, "gone") },
		"a folder that is gone":           func() error { return tree.enter("gone") },
		"a folder that is a file now":     func() error { return tree.enter("a") },
		"a folder that is a link now":     func() error { return tree.enter("link") },
		"a folder whose folder is a file": func() error { return tree.enter("a/b") },
	} {
		c.found = Found{}
		if err := step(); err != nil || len(c.found.Skipped) != 1 || c.found.Skipped[0].Reason != changedSince {
			t.Errorf("%s: %v, %v", name, c.found.Skipped, err)
		}
	}
}

func TestAFileThatIsExchanged(t *testing.T) {
	collect := func(t *testing.T) (File, string) {
		t.Helper()
		root := t.TempDir()
		put(t, root, "logs/s/1/algorithm.log", "log")
		found, err := Collect(openTestVolume(t, root), []Stage{{"s", 1}}, true, ample)
		if err != nil || len(found.Files) != 1 {
			t.Fatalf("found %v, %v", found, err)
		}
		path := filepath.Join(root, "logs/s/1/algorithm.log")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		return found.Files[0], path
	}
	t.Run("for a fifo is not waited for", func(t *testing.T) {
		file, path := collect(t)
		if err := syscall.Mkfifo(path, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := contentOf(file); !errors.Is(err, errNotRegular) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("for a link is not followed", func(t *testing.T) {
		file, path := collect(t)
		if err := os.Symlink("/etc/passwd", path); err != nil {
			t.Fatal(err)
		}
		if _, err := contentOf(file); !errors.Is(err, syscall.ELOOP) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("for a shorter one is a failure", func(t *testing.T) {
		file, path := collect(t)
		if err := os.WriteFile(path, []byte("l"), 0o644); err != nil {
			t.Fatal(err)
		}
		var read *ReadError
		if _, err := contentOf(file); !errors.As(err, &read) || !strings.Contains(err.Error(), "shorter") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("for a longer one is read as far as it was", func(t *testing.T) {
		file, path := collect(t)
		if err := os.WriteFile(path, []byte("log and more"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := contentOf(file); err != nil || string(got) != "log" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestURLs(t *testing.T) {
	api := mustParse(t, "http://user:s3cret@ipfs:5001/")
	for name, tc := range map[string]struct{ got, want string }{
		"a scheme as prefix":             {ipfsURL("ipfs://", api, "bafy", "a b"), "ipfs://bafy/a%20b"},
		"a gateway without its slash":    {ipfsURL("https://gateway/ipfs", api, "bafy", "a"), "https://gateway/ipfs/bafy/a"},
		"a gateway with it":              {ipfsURL("https://gateway/ipfs/", api, "bafy", "a"), "https://gateway/ipfs/bafy/a"},
		"a query as prefix":              {ipfsURL("https://gateway/?cid=", api, "bafy", "a"), "https://gateway/?cid=bafy/a"},
		"no prefix":                      {ipfsURL("", api, "bafy", "a"), "http://ipfs:5001/ipfs/bafy/a"},
		"AWS":                            {s3URL("", "eu-central-1", "b", "w-1/a+b/ü"), "https://b.s3.eu-central-1.amazonaws.com/w-1/a%2Bb/%C3%BC"},
		"another server":                 {s3URL("http://s3:9000/", "us-east-1", "b", "w-1/?"), "http://s3:9000/b/w-1/%3F"},
		"a server with a user and query": {s3URL("http://u:s3cret@s3:9000?s3cret", "us-east-1", "b", "k"), "http://s3:9000/b/k"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.got != tc.want {
				t.Errorf("got %q, want %q", tc.got, tc.want)
			}
		})
	}
}
