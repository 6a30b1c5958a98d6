// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/test/process"
)

// lab has the servers and what is moved between them and this machine's disk.
type lab struct {
	root    string
	servers []*process.Process

	web, secureWeb string // nginx
	certificate    string // that it shows, in a file
	store          string // versitygw
	node           string // kubo

	large, small, folders tree // as an algorithm leaves them on a volume: one of 2 GiB, 10,000 of 10 KiB, 1 GiB in all
}

func open(ctx context.Context, root string) (*lab, error) {
	l := &lab{root: root}
	if err := l.grow(); err != nil {
		return nil, err
	}
	for _, start := range []func(context.Context) error{l.startWeb, l.startStore, l.startNode} {
		if err := start(ctx); err != nil {
			l.close()
			return nil, err
		}
	}
	return l, nil
}

func (l *lab) grow() (err error) {
	for _, t := range []struct {
		tree  *tree
		name  string
		count int
		size  int64
	}{{&l.large, "large", 1, 2 * gibi}, {&l.small, "small", 10_000, 10 * kibi}, {&l.folders, "folders", 64, 16 * mebi}} {
		fmt.Fprintf(os.Stderr, "  making %d files of %d bytes\n", t.count, t.size)
		if *t.tree, err = grow(filepath.Join(l.volume(t.name), outputs), t.count, t.size); err != nil {
			return fmt.Errorf("make files: %w", err)
		}
		if err = os.MkdirAll(filepath.Join(l.volume(t.name), contract.Logs(stage, 1)), 0o755); err != nil {
			return fmt.Errorf("make the folder of logs: %w", err)
		}
	}
	return nil
}

// volume is the root of one that an algorithm has left a tree on.
func (l *lab) volume(name string) string { return filepath.Join(l.root, "volumes", name) }

// What our speed, divided by that of the best other tool, is held to. A node of IPFS does most of the work itself.
const (
	leastOfTools = 0.95
	leastOfIPFS  = 0.9
)

// works are those that a data provider waits for.
func (l *lab) works() []work {
	all := []work{
		l.download("download-1x2GiB-http", l.large, l.web, curl, aria2c),
		l.download("download-1x2GiB-https", l.large, l.secureWeb, curl, aria2c),
		l.download("download-10000x10KiB-http", l.small, l.web, aria2cList),
		l.download("download-10000x10KiB-https", l.small, l.secureWeb, aria2cList),
		l.fromStore("download-1x2GiB-s3", l.large),
		l.toStore("upload-1x2GiB-s3", l.volume("large"), l.large),
		l.toStore("upload-10000x10KiB-s3", l.volume("small"), l.small),
	}
	for i := range all {
		all[i].least = leastOfTools
	}
	added := []work{
		l.toNode("add-1GiB-ipfs", l.volume("folders"), l.folders),
		l.toNode("add-10000x10KiB-ipfs", l.volume("small"), l.small),
	}
	for i := range added {
		added[i].least = leastOfIPFS
	}
	return append(all, added...)
}

func (l *lab) close() {
	for _, s := range l.servers {
		s.Stop()
	}
}

// scratch is an empty folder.
func (l *lab) scratch() (string, error) { return os.MkdirTemp(l.root, "work-") }
