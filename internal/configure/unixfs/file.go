// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/ipfs/go-cid"
)

// ahead is how many blocks of each level of a file are got before they are needed. Each may have MaxBlock bytes, and many
// files are read at a time.
const ahead = 2

// File is one that is being read.
type File struct {
	// Size of the whole.
	Size int64

	data   chan []byte
	rest   []byte
	err    error
	cancel context.CancelFunc
	busy   sync.WaitGroup
}

// Open begins to read a file from a byte on.
func (get Get) Open(ctx context.Context, id cid.Cid, from int64) (*File, error) {
	root, err := get.node(ctx, id)
	if err != nil {
		return nil, err
	}
	if root.kind != typeFile && root.kind != typeRaw {
		return nil, errors.New("it is no file")
	}
	ctx, cancel := context.WithCancel(ctx)
	f := &File{Size: int64(root.size), data: make(chan []byte), cancel: cancel}
	f.busy.Go(func() {
		defer close(f.data)
		w := walk{get: get, file: f, skip: from}
		f.err = w.node(ctx, root, 0)
	})
	return f, nil
}

// Read hands out the pieces in their order.
func (f *File) Read(p []byte) (int, error) {
	for len(f.rest) == 0 {
		data, ok := <-f.data
		switch {
		case ok:
			f.rest = data
		case f.err != nil:
			return 0, f.err
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// Close ends what is still being got.
func (f *File) Close() error {
	f.cancel()
	f.busy.Wait()
	return nil
}

// walk goes through the tree of a file's pieces in the order of the file.
type walk struct {
	get  Get
	file *File
	// skip is how many bytes are still to be passed over.
	skip int64
}

// fetched is a node that was asked for before it was needed.
type fetched struct {
	node node
	err  error
}

func (w *walk) node(ctx context.Context, n node, depth int) error {
	if depth > maxDepth || n.kind != typeFile && n.kind != typeRaw {
		return errMalformed
	}
	if err := w.emit(ctx, n.data); err != nil {
		return err
	}
	first := 0
	for first < len(n.links) && w.skip >= int64(n.sizes[first]) {
		w.skip -= int64(n.sizes[first])
		first++
	}
	var coming []chan fetched
	for i, next := first, first; i < len(n.links); i++ {
		for ; next < len(n.links) && len(coming) < ahead; next++ {
			coming = append(coming, w.begin(ctx, n.links[next].id))
		}
		got := <-coming[0]
		coming = coming[1:]
		if got.err != nil {
			return got.err
		}
		if got.node.size != n.sizes[i] {
			return fmt.Errorf("%w: a piece has another size than it should", errMalformed)
		}
		if err := w.node(ctx, got.node, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) begin(ctx context.Context, id cid.Cid) chan fetched {
	coming := make(chan fetched, 1)
	w.file.busy.Go(func() {
		n, err := w.get.node(ctx, id)
		coming <- fetched{n, err}
	})
	return coming
}

// emit hands on what is not to be passed over.
func (w *walk) emit(ctx context.Context, data []byte) error {
	passed := min(w.skip, int64(len(data)))
	w.skip -= passed
	if data = data[passed:]; len(data) == 0 {
		return nil
	}
	select {
	case w.file.data <- data:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
