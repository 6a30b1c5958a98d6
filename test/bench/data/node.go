// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/oceanprotocol/operator-engine/test/process"
)

// toNode adds a volume with a tree to the IPFS node, as one directory that is pinned.
func (l *lab) toNode(name, volume string, t tree) work {
	return work{name: name, bytes: t.bytes(), tools: []tool{
		l.adder("publish", t, func(scratch string) (*exec.Cmd, error) {
			return ours{volume, scratch}.publish("IPFS_OUTPUT=" + l.node)
		}),
		l.adder("ipfs-add", t, func(string) (*exec.Cmd, error) {
			return l.ipfs("--api="+process.Multiaddress(strings.TrimPrefix(l.node, "http://")), "add", "-r", "-Q", "--cid-version=1", t.root), nil
		}),
	}}
}

// adder adds a tree to the node, which has nothing else.
func (l *lab) adder(name string, t tree, command func(scratch string) (*exec.Cmd, error)) tool {
	var scratch string
	return tool{
		name: name,
		begin: func() (made *exec.Cmd, err error) {
			if scratch, err = l.scratch(); err != nil {
				return nil, err
			}
			return command(scratch)
		},
		end: func() error {
			if err := l.takeBack(t, filepath.Join(scratch, "got")); err != nil {
				return err
			}
			return os.RemoveAll(scratch)
		},
	}
}

// takeBack gets all that is pinned, makes sure that the tree is in it, and lets the node forget everything.
func (l *lab) takeBack(t tree, folder string) error {
	pinned, err := l.ipfs("pin", "ls", "--type=recursive", "--quiet").Output()
	if err != nil {
		return fmt.Errorf("list pins: %w", err)
	}
	roots := strings.Fields(string(pinned))
	for _, root := range roots {
		if out, err := l.ipfs("get", "--progress=false", "-o", filepath.Join(folder, root), root).CombinedOutput(); err != nil {
			return fmt.Errorf("get what was added: %w\n%s", err, out)
		}
	}
	if err := t.isBelow(folder); err != nil {
		return err
	}
	for _, args := range [][]string{append([]string{"pin", "rm"}, roots...), {"repo", "gc", "--quiet"}} {
		if out, err := l.ipfs(args...).CombinedOutput(); err != nil {
			return fmt.Errorf("forget what was added: %w\n%s", err, out)
		}
	}
	return nil
}
