// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import "golang.org/x/sys/unix"

// fullBelow is how little room a full volume has. Programs write up to a mebibyte at a time, and one that does not fit fails
// although smaller ones would still find room.
const fullBelow = 1 << 20

// full tells whether nobody but root could write to a volume any more, for want of room or of inodes. One that cannot be
// asked counts as not full: it only explains a failure.
func full(folder string) bool {
	var stat unix.Statfs_t
	if unix.Statfs(folder, &stat) != nil {
		return false
	}
	return noRoom(stat)
}

// noRoom reads the answer. Some file systems do not count blocks, or have no fixed number of inodes.
func noRoom(stat unix.Statfs_t) bool {
	room := stat.Bavail * uint64(stat.Bsize) //nolint:unconvert,gosec // Bsize is signed, and narrower on some machines
	return stat.Blocks > 0 && room < fullBelow || stat.Files > 0 && stat.Ffree == 0
}
