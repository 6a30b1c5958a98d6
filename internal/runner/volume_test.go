// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"syscall"
	"testing"
)

// That a volume which is full really looks so, a test on a cluster shows.
func TestAFileSystemIsFullWithoutRoomForDataOrForAFile(t *testing.T) {
	for _, tc := range []struct {
		name string
		fs   syscall.Statfs_t
		want bool
	}{
		{"with room", syscall.Statfs_t{Bsize: 4096, Blocks: 1000, Bavail: 500, Files: 100, Ffree: 50}, false},
		{"without a block", syscall.Statfs_t{Bsize: 4096, Blocks: 1000, Bavail: 0, Files: 100, Ffree: 50}, true},
		{"with less than data fits into", syscall.Statfs_t{Bsize: 4096, Blocks: 1000, Bavail: 15, Files: 100, Ffree: 50}, true},
		{"without a file", syscall.Statfs_t{Bsize: 4096, Blocks: 1000, Bavail: 500, Files: 100, Ffree: 0}, true},
		{"that counts no files", syscall.Statfs_t{Bsize: 4096, Blocks: 1000, Bavail: 500}, false},
		{"that counts nothing", syscall.Statfs_t{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := full(tc.fs); got != tc.want {
				t.Errorf("full: %t", got)
			}
		})
	}
}
