// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"
)

// writesAtOnce are those of one connection, which reads on meanwhile.
const writesAtOnce = 2

// writer writes what one connection brings, while that brings more.
type writer struct {
	file  *file
	group *errgroup.Group
	ctx   context.Context
}

func (f *file) newWriter() *writer {
	w := &writer{file: f}
	w.group, w.ctx = errgroup.WithContext(context.Background())
	w.group.SetLimit(writesAtOnce)
	return w
}

// write takes a buffer over and begins to write it. What is hashed in passing need never be read again.
func (w *writer) write(b *buffer, n int, at int64) {
	var err error
	if w.file.size < 0 {
		err = w.file.budget(int64(n))
	}
	passed := err == nil && w.file.sum.pass(b, n, at)
	write := func() error {
		defer b.release()
		if err != nil || n == 0 {
			return err
		}
		return w.file.writeStretch(b.bytes[:n], at, passed)
	}
	if !w.group.TryGo(write) {
		w.file.brake.hold(func() { w.group.Go(write) })
	}
}

func (w *writer) wait() error { return w.group.Wait() }

// writeStretch writes, and makes it known that it is there.
func (f *file) writeStretch(b []byte, at int64, passed bool) error {
	if err := f.writeAt(b, at, passed); err != nil {
		return OnVolume(err)
	}
	f.counts.bytes.Add(int64(len(b)))
	done := region{at, at + int64(len(b))}
	if err := f.journal.add(done, crc32.Checksum(b, castagnoli)); err != nil {
		return OnVolume(err)
	}
	f.chart.finish(done)
	f.sum.nudge()
	return nil
}

// writeAt writes past the page cache, or one at a time. The kernel would see to that, too, but there those that wait do not
// sleep: they burn the time of the processors that the others need. It is told to begin writing out at once what is in the
// cache, so that little is left to do for the sync at the end.
func (f *file) writeAt(b []byte, at int64, passed bool) error {
	if f.direct != nil && passed && len(b) == stretchSize && at%stretchSize == 0 {
		if _, err := f.direct.WriteAt(b, at); !errors.Is(err, unix.EINVAL) {
			return err
		}
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	if _, err := f.partFile.WriteAt(b, at); err != nil {
		return err
	}
	if len(b) == stretchSize {
		_ = unix.SyncFileRange(int(f.partFile.Fd()), at, stretchSize, unix.SYNC_FILE_RANGE_WRITE)
	}
	return nil
}

// openDirect opens the part file once more, to write past the page cache, where the volume is a disk's: over a network the
// cache is what makes writing fast.
func (f *file) openDirect() *os.File {
	var volume unix.Statfs_t
	if unix.Fstatfs(int(f.partFile.Fd()), &volume) != nil || volume.Type != unix.EXT4_SUPER_MAGIC && volume.Type != unix.XFS_SUPER_MAGIC {
		return nil
	}
	file, err := f.o.Root.OpenFile(f.name+".part", os.O_WRONLY|unix.O_DIRECT, 0)
	if err != nil {
		f.o.Log.Debug("Writing through the page cache", "what", f.want.What, "after", fmt.Sprint(err))
		return nil
	}
	return file
}
