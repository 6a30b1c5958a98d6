// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

func TestBothWaysOfOpeningFollowNoLink(t *testing.T) {
	root := t.TempDir()
	put(t, root, "a/b/file", "x")
	for link, target := range map[string]string{"folder": "a", "a/up": "..", "a/b/last": "file", "a/out": "/etc"} {
		if err := os.Symlink(target, root+"/"+link); err != nil {
			t.Fatal(err)
		}
	}
	v := openTestVolume(t, root)
	for how, open := range map[string]func(string, int) (*os.File, error){"open": v.open, "openByParts": v.openByParts} {
		for name, want := range map[string]bool{
			"a/b/file": true, "a/b": true, "folder": false, "folder/b/file": false, "a/up/a/b/file": false, "a/b/last": false,
			"a/out/passwd": false, "nothing": false, "a/b/file/x": false,
		} {
			file, err := open(name, 0)
			if (err == nil) != want {
				t.Errorf("%s of %s: %v", how, name, err)
			}
			if err == nil {
				_ = file.Close()
			} else if reason, own := refusedError(err); !own || reason != changedSince {
				t.Errorf("%s of %s is no one's doing: %v", how, name, err)
			}
		}
		if _, err := open("a/b/file", unix.O_DIRECTORY); err == nil {
			t.Errorf("%s takes a file for a folder", how)
		}
	}
}
