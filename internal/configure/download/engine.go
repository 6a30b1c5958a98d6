// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	// stretchSize is how much is written at a time, and gets a line of the journal: what a killed program loses of a
	// connection is little more.
	stretchSize = 1 << 20
	// buffersPerConnection bound what is held in memory: one is being filled, the others are written or hashed.
	buffersPerConnection = 3
	// journalFrom is from which size on it pays to remember half a file.
	journalFrom = 4 << 20
)

// work is the folder of part files, journals and the ledger.
const work = ".configure"

// Options are how to download.
type Options struct {
	// Root is the volume.
	Root *os.Root
	// Connections is how many there are at a time, for all files together.
	Connections int
	// Ample is how many bytes of one file a second are so many that further connections would only be in each other's way: as
	// long as they come in, none joins. 0: all join at once.
	Ample int64
	// Direct is from which size on a file is written past the page cache, where that can be. 0: never.
	Direct  int64
	Backoff Backoff
	Budget  *Budget
	Log     *slog.Logger
}

// Engine downloads files onto one volume.
type Engine struct {
	o      Options
	slots  chan struct{}
	shelf  *shelf
	ledger *ledger
	counts counts
}

// Result is a file that is there.
type Result struct {
	Bytes  int64
	SHA256 string
	// Requests is how often the source was asked, 0 for a file that an earlier attempt had left.
	Requests int
}

// Want is what shall become of a part.
type Want struct {
	// What it is, for people.
	What string
	// Path on the volume; its folder exists.
	Path string
	Mode fs.FileMode
	// SHA256 that the content must have. Empty: any.
	SHA256 string
}

// ErrChecksum says that the content is not what the workflow says it is.
var ErrChecksum = errors.New("the sha256 of the content differs")

// ErrVolume marks failures to write, which no other try and no other source would cure.
var ErrVolume = errors.New("write to the volume")

// New finds out what earlier attempts have left on the volume.
func New(o Options) (*Engine, error) {
	if err := o.Root.MkdirAll(work, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of downloads: %w", err)
	}
	known, err := openLedger(o.Root, path.Join(work, "ledger"))
	if err != nil {
		return nil, err
	}
	return &Engine{
		o: o, slots: make(chan struct{}, o.Connections), shelf: newShelf(buffersPerConnection * o.Connections),
		ledger: known, counts: counts{running: map[*running]bool{}},
	}, nil
}

// Close leaves the volume alone from now on.
func (e *Engine) Close() { _ = e.ledger.file.Close() }

// Sync makes sure that all that was downloaded stays, whatever becomes of the machine: it is one sync for all files.
func (e *Engine) Sync() error {
	if err := unix.Syncfs(int(e.ledger.file.Fd())); err != nil {
		return fmt.Errorf("write the volume out: %w", err)
	}
	return nil
}

// Put brings a file onto the volume.
func (e *Engine) Put(ctx context.Context, part Part, want Want) (Result, error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return Result{}, context.Cause(ctx)
	}
	if done, ok := e.ledger.has(want.Path, part.ID, want.SHA256); ok {
		return done, e.o.Budget.take(done.Bytes)
	}
	f, err := e.open(part, want)
	if err != nil {
		return Result{}, err
	}
	defer f.close()
	e.counts.start(&f.shown)
	defer func() { e.counts.end(&f.shown, f.whole) }()
	err = e.o.Backoff.Retry(ctx, f.tell, func() (bool, error) { return f.round(ctx) })
	return f.result, err
}

// partName is the same for every attempt. It is a hash because names may be as long as the file system allows.
func partName(file string) string {
	sum := sha256.Sum256([]byte(file))
	return path.Join(work, hex.EncodeToString(sum[:16]))
}

// OnVolume is an error of the volume's. That it is full is the only one that a consumer can do something about.
func OnVolume(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("the data volume is full, raise volumeSize: %w", err)
	}
	return fmt.Errorf("%w: %w", ErrVolume, err)
}
