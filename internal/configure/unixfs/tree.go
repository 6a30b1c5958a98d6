// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"fmt"
	"path"
	"sync"

	"github.com/ipfs/go-cid"
	"golang.org/x/sync/errgroup"
)

// Bounds of what somebody's directory can make this program do.
const (
	// lookAt is how many blocks of directories are got at a time.
	lookAt   = 16
	maxDepth = 64
)

// Entry is a file of a directory, by its path below it; the path is empty if the root is a file itself.
type Entry struct {
	Path string
	ID   cid.Cid
}

// ErrTooMany says that there are more files than the caller wants.
var ErrTooMany = errors.New("the directory has too many files")

// Resolve follows a path of names from a root.
func (get Get) Resolve(ctx context.Context, root cid.Cid, names []string) (cid.Cid, error) {
	at := root
	for _, name := range names {
		n, err := get.node(ctx, at)
		if err != nil {
			return cid.Undef, err
		}
		links, err := get.directory(ctx, n, 0)
		if err != nil {
			return cid.Undef, err
		}
		next := cid.Undef
		for _, l := range links {
			if l.name == name {
				next = l.id
			}
		}
		if !next.Defined() {
			return cid.Undef, fmt.Errorf("there is no %q in it", name)
		}
		at = next
	}
	return at, nil
}

// directory lists a directory, also one that is spread over many blocks.
func (get Get) directory(ctx context.Context, n node, depth int) ([]link, error) {
	switch {
	case n.kind == typeDirectory:
		return n.links, nil
	case n.kind != typeShard:
		return nil, errors.New("it is no directory")
	case depth > maxDepth || n.fanout == 0:
		return nil, errMalformed
	}
	// Names begin with a number of so many hex digits; one that has nothing else leads to a further block.
	digits := len(fmt.Sprintf("%X", n.fanout-1))
	var all []link
	for _, l := range n.links {
		switch {
		case len(l.name) < digits:
			return nil, errMalformed
		case len(l.name) > digits:
			all = append(all, link{id: l.id, name: l.name[digits:]})
		default:
			child, err := get.node(ctx, l.id)
			if err != nil {
				return nil, err
			}
			if child.kind != typeShard {
				return nil, errMalformed
			}
			more, err := get.directory(ctx, child, depth+1)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	return all, nil
}

// Files lists all files below a root, at any depth, or the root itself if it is one.
func (get Get) Files(ctx context.Context, root cid.Cid, most int) ([]Entry, error) {
	group, ctx := errgroup.WithContext(ctx)
	l := &listing{get: get, most: most, group: group, ctx: ctx, slots: make(chan struct{}, lookAt)}
	group.Go(func() error { return l.look(Entry{ID: root}, 0) })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return l.files, nil
}

// listing looks into several directories at a time.
type listing struct {
	get   Get
	most  int
	group *errgroup.Group
	ctx   context.Context //nolint:containedctx // It lives as long as the group.
	slots chan struct{}

	mu    sync.Mutex
	files []Entry
}

func (l *listing) look(e Entry, depth int) error {
	if e.ID.Type() == cid.Raw {
		return l.add(e)
	}
	links, isFile, err := l.open(e, depth)
	switch {
	case err != nil && e.Path != "":
		return fmt.Errorf("%s: %w", e.Path, err)
	case err != nil:
		return err
	case isFile:
		return l.add(e)
	}
	for _, next := range links {
		below := Entry{Path: path.Join(e.Path, next.name), ID: next.id}
		if next.name == "" || next.name == ".." || next.name != path.Base(below.Path) {
			return fmt.Errorf("%q in it cannot be the name of a file", next.name)
		}
		if next.id.Type() == cid.Raw {
			if err := l.add(below); err != nil {
				return err
			}
			continue
		}
		l.group.Go(func() error { return l.look(below, depth+1) })
	}
	return nil
}

// open gets one block at a time of those that all directories together may.
func (l *listing) open(e Entry, depth int) (links []link, isFile bool, err error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-l.ctx.Done():
		return nil, false, l.ctx.Err()
	}
	n, err := l.get.node(l.ctx, e.ID)
	switch {
	case err != nil:
		return nil, false, err
	case n.kind == typeFile || n.kind == typeRaw:
		return nil, true, nil
	case n.kind == typeSymlink:
		return nil, false, errors.New("it is a symbolic link, which is not followed")
	case depth > maxDepth:
		return nil, false, errors.New("it lies too deep")
	}
	links, err = l.get.directory(l.ctx, n, 0)
	return links, false, err
}

func (l *listing) add(e Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.files) >= l.most {
		return ErrTooMany
	}
	l.files = append(l.files, e)
	return nil
}
