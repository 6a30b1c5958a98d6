// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// fetcher is another tool than ours. command downloads addresses into a folder, each as its last part says.
type fetcher struct {
	name    string
	command func(l *lab, addresses []string, folder string) (*exec.Cmd, error)
}

var curl = fetcher{"curl", func(l *lab, addresses []string, folder string) (*exec.Cmd, error) {
	return exec.Command("curl", "-sSf", "--cacert", l.certificate, "-o", filepath.Join(folder, filepath.Base(addresses[0])), addresses[0]), nil
}}

var aria2c = fetcher{"aria2c", func(l *lab, addresses []string, folder string) (*exec.Cmd, error) {
	return aria2(l, folder, "-x8", "-s8", addresses[0]), nil
}}

var aria2cList = fetcher{"aria2c", func(l *lab, addresses []string, folder string) (*exec.Cmd, error) {
	list := filepath.Join(folder, "list")
	if err := os.WriteFile(list, []byte(strings.Join(addresses, "\n")), 0o600); err != nil {
		return nil, err
	}
	return aria2(l, folder, "-j16", "-i", list), nil
}}

// aria2 is told not to write a file twice.
func aria2(l *lab, folder string, args ...string) *exec.Cmd {
	return exec.Command("aria2c", append([]string{
		"--no-conf", "--quiet", "--file-allocation=none", "--ca-certificate=" + l.certificate, "--dir=" + folder,
	}, args...)...)
}

// download fetches a tree from nginx.
func (l *lab) download(name string, t tree, server string, others ...fetcher) work {
	path, _ := filepath.Rel(filepath.Join(l.root, "volumes"), t.root) // It lies there.
	addresses := t.within(server + "/" + path)
	w := work{name: name, bytes: t.bytes(), tools: []tool{l.configure(t, addresses, "SSL_CERT_FILE="+l.certificate)}}
	for _, f := range others {
		w.tools = append(w.tools, l.other(t, addresses, f))
	}
	return w
}

// configure is our tool that fetches a tree.
func (l *lab) configure(t tree, addresses []string, env ...string) tool {
	var scratch string
	return tool{
		name: "configure",
		begin: func() (command *exec.Cmd, err error) {
			if scratch, err = l.scratch(); err != nil {
				return nil, err
			}
			return ours{filepath.Join(scratch, "volume"), scratch}.configure(addresses, env...)
		},
		end: func() error {
			in := filepath.Join(scratch, "volume", contract.Inputs(stage), "in")
			if err := t.isAt(func(name string) string { return filepath.Join(in, strconv.Itoa(t.number(name))) }); err != nil {
				return err
			}
			return os.RemoveAll(scratch)
		},
	}
}

// other is another tool that fetches a tree.
func (l *lab) other(t tree, addresses []string, f fetcher) tool {
	var scratch string
	return tool{
		name: f.name,
		begin: func() (command *exec.Cmd, err error) {
			if scratch, err = l.scratch(); err != nil {
				return nil, err
			}
			return f.command(l, addresses, scratch)
		},
		end: func() error {
			if err := t.isAt(func(name string) string { return filepath.Join(scratch, filepath.Base(name)) }); err != nil {
				return err
			}
			return os.RemoveAll(scratch)
		},
	}
}
