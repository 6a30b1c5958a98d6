// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// ipfsLists are how many folders are asked for at once.
	ipfsLists = 8
	// ipfsListTime bounds one answer: it comes from the node's own disk.
	ipfsListTime = 10 * time.Minute
	// ipfsFile and ipfsFolder are the kinds of links that UnixFS has for what we add.
	ipfsFolder = 1
	ipfsFile   = 2
)

// check resolves every name below the CID on the node itself, without a look at the network, and asks whether the
// directory is pinned: what is not may be forgotten at any time.
func (n *ipfsNode) check(ctx context.Context, zone *directory, root string) (string, error) {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(ipfsLists)
	var wrong wrongName
	for pending := []*folder{zone.root()}; len(pending) > 0; {
		f := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		want, below := f.names()
		pending = append(pending, below...)
		group.Go(func() error {
			name, err := n.compare(within, root, f.path(), want)
			if err != nil {
				wrong.set(path.Join(f.path(), name))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return wrong.get(zone), err
	}
	return wrong.get(zone), n.pinned(ctx, root)
}

// compare looks at one folder. want has the sizes of its files, and -1 for folders.
func (n *ipfsNode) compare(ctx context.Context, root, folder string, want map[string]int64) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, ipfsListTime)
	defer cancel()
	var status statusRecorder
	response, err := n.request("ls", &status, path.Join("/ipfs", root, folder)).
		Option("stream", true).Option("size", true).Option("resolve-type", true).Option("offline", true).Send(ctx)
	if err != nil {
		return "", fmt.Errorf("list what was added: %w", err)
	}
	defer response.Close()
	if response.Error != nil {
		return "", fmt.Errorf("list what was added: %w", response.Error)
	}
	for decoder := json.NewDecoder(response.Output); ; {
		var part struct{ Objects []struct{ Links []ipfsLink } }
		err := decoder.Decode(&part)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("list what was added: %w", err)
		}
		for _, object := range part.Objects {
			for _, link := range object.Links {
				if err := link.is(want); err != nil {
					return link.Name, err
				}
				delete(want, link.Name)
			}
		}
	}
	for name := range want {
		return name, errors.New("the node does not have it")
	}
	return "", nil
}

// ipfsLink is one name in a folder.
type ipfsLink struct {
	Name string
	Size int64
	Type int
}

func (l ipfsLink) is(want map[string]int64) error {
	size, there := want[l.Name]
	switch {
	case !there:
		return errors.New("the node has it, but it was not sent")
	case size < 0 && l.Type != ipfsFolder, size >= 0 && l.Type != ipfsFile:
		return fmt.Errorf("the node has it as something else, of type %d", l.Type)
	case size >= 0 && l.Size != size:
		return fmt.Errorf("the node has %d bytes of %d", l.Size, size)
	}
	return nil
}

func (n *ipfsNode) pinned(ctx context.Context, root string) error {
	ctx, cancel := context.WithTimeout(ctx, ipfsListTime)
	defer cancel()
	var answer struct {
		Keys map[string]struct{ Type string }
	}
	var status statusRecorder
	err := n.request("pin/ls", &status, root).Option("type", "recursive").Exec(ctx, &answer)
	if err != nil {
		return fmt.Errorf("ask whether it is pinned: %w", err)
	}
	if len(answer.Keys) == 0 {
		return errors.New("the node has not pinned it")
	}
	return nil
}
