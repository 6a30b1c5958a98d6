// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// Budget is how many bytes all files together may have.
type Budget struct {
	// Limit of the provider's; 0 is none.
	Limit int64
	used  atomic.Int64
}

// take asks for room, before a download where its size is known, and along with it where not.
func (b *Budget) take(n int64) error {
	if used := b.used.Add(n); b.Limit > 0 && used > b.Limit {
		b.used.Add(-n)
		return fmt.Errorf("the inputs and the code together are larger than the %d bytes that the provider allows (INPUT_MAX_BYTES)", b.Limit)
	}
	return nil
}

func (b *Budget) giveBack(n int64) { b.used.Add(-n) }

// reserve gets the room on the volume at once, so that a file which is too large fails before it is downloaded.
func reserve(file *os.File, size int64) error {
	fd := int(file.Fd())
	var volume unix.Statfs_t
	var own unix.Stat_t
	if unix.Fstatfs(fd, &volume) == nil && unix.Fstat(fd, &own) == nil && volume.Blocks > 0 {
		free := int64(volume.Bavail) * volume.Bsize
		if size-own.Blocks*512 > free {
			return fmt.Errorf("the file has %d bytes, and the volume has room for %d: %w", size, free+own.Blocks*512, unix.ENOSPC)
		}
	}
	err := unix.Fallocate(fd, 0, 0, size)
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("the file has %d bytes: %w", size, err)
	}
	return nil // Not every file system can; writing then shows whether there is room.
}
