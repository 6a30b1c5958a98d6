// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAVolumeIsFull(t *testing.T) {
	for _, tc := range []struct {
		name string
		stat unix.Statfs_t
		want bool
	}{
		{"when no block is left", unix.Statfs_t{Bsize: 4096, Blocks: 2000, Bfree: 100, Files: 10, Ffree: 5}, true},
		{"when only a few blocks are left", unix.Statfs_t{Bsize: 4096, Blocks: 2000, Bavail: 3, Files: 10, Ffree: 5}, true},
		{"when no inode is left", unix.Statfs_t{Bsize: 4096, Blocks: 2000, Bavail: 1000, Files: 10}, true},
		{"but not when there is room", unix.Statfs_t{Bsize: 4096, Blocks: 2000, Bavail: 1000, Files: 10, Ffree: 5}, false},
		{"but not when nothing is counted", unix.Statfs_t{}, false},
		{"but not when inodes are not counted", unix.Statfs_t{Bsize: 4096, Blocks: 2000, Bavail: 1000}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := noRoom(tc.stat); got != tc.want {
				t.Errorf("noRoom is %t", got)
			}
		})
	}
}

func TestAFileSystemThatWasFilledIsFull(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may mount")
	}
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
	if full(folder) {
		t.Error("it is full from the start")
	}
	if err := os.WriteFile(filepath.Join(folder, "fill"), make([]byte, 2<<20), 0o600); err == nil {
		t.Fatal("it has no limit")
	}
	if !full(folder) {
		t.Error("it was filled and is not full")
	}
}
