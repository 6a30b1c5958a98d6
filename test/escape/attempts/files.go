// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// input is a file of the data set that the suite gives.
const input = "/data/inputs/rows/0"

// files are attempts on what lies in the container: data that is read-only, and what must not be there.
var files = map[string]attempt{
	"inputs-write":           opens(input, os.O_WRONLY),
	"inputs-append":          opens(input, os.O_WRONLY|os.O_APPEND),
	"inputs-create":          opens("/data/inputs/new", os.O_WRONLY|os.O_CREATE),
	"inputs-truncate":        func() error { return os.Truncate(input, 0) },
	"inputs-delete":          func() error { return os.Remove(input) },
	"inputs-mode":            func() error { return os.Chmod(input, 0o777) },
	"inputs-time":            func() error { return unix.Utimes(input, make([]unix.Timeval, 2)) },
	"inputs-attribute":       func() error { return unix.Setxattr(input, "user.escape", []byte("x"), 0) },
	"inputs-attribute-gone":  func() error { return unix.Removexattr(input, "user.escape") },
	"inputs-reopened":        reopens,
	"inputs-mapped":          maps,
	"inputs-linked":          func() error { return os.Link(input, "/data/outputs/linked") },
	"inputs-moved":           func() error { return os.Rename(input, "/data/outputs/moved") },
	"code-write":             opens("/data/transformations/algorithm", os.O_WRONLY),
	"code-create":            opens("/data/transformations/new", os.O_WRONLY|os.O_CREATE),
	"ddos-create":            opens("/data/ddos/new", os.O_WRONLY|os.O_CREATE),
	"root-write":             either(opens("/new", os.O_WRONLY|os.O_CREATE), opens("/etc/passwd", os.O_WRONLY), opens("/data/new", os.O_WRONLY|os.O_CREATE)),
	"hosts-write":            either(opens("/etc/hosts", os.O_WRONLY), opens("/etc/resolv.conf", os.O_WRONLY), opens("/etc/hostname", os.O_WRONLY)),
	"document":               opens("/workflow/workflow.json", os.O_RDONLY),
	"admin-logs":             func() error { _, err := os.ReadDir("/data/adminlogs"); return err },
	"claims":                 func() error { _, err := os.ReadDir("/claims"); return err },
	"token":                  opens("/var/run/secrets/kubernetes.io/serviceaccount/token", os.O_RDONLY),
	"environment":            environment,
	"above-outputs":          above,
	"above-outputs-by-cwd":   aboveByCwd,
	"another-stage":          anotherStage,
	"node-files":             nodeFiles,
	"setuid-file-of-its-own": setuidOfItsOwn,
}

// reopens opens an input to read it and then, by the name of the open file, to write to it.
func reopens() error {
	f, err := os.Open(input)
	if err != nil {
		return err
	}
	return opens(fmt.Sprintf("/proc/self/fd/%d", f.Fd()), os.O_RDWR)()
}

// maps maps an input into memory, shared and to be written to.
func maps() error {
	f, err := os.Open(input)
	if err != nil {
		return err
	}
	_, err = unix.Mmap(int(f.Fd()), 0, 1, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	return err
}

// environment looks for what is the operator's or the cluster's.
func environment() error {
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		for _, part := range []string{"KUBERNETES", "AWS", "IPFS", "KEY", "OPERATOR", "TOKEN", "NOTIFY", "_SERVICE_HOST", "CREDENTIAL"} {
			if strings.Contains(strings.ToUpper(name), part) {
				return fmt.Errorf("there is %s", name)
			}
		}
	}
	return errors.New("none")
}

// above tells what lies beside the folders that are mounted here: on the volume that would be those of other stages.
func above() error { return onlyOwn("/data/outputs/..") }

// aboveByCwd goes up from within, where the kernel, not a path, says what is above.
func aboveByCwd() error {
	if err := os.Chdir("/data/outputs"); err != nil {
		return err
	}
	if err := os.Chdir("../.."); err != nil {
		return err
	}
	return onlyOwn("data")
}

func onlyOwn(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !slices.Contains([]string{"inputs", "transformations", "ddos", "outputs", "logs"}, e.Name()) {
			return fmt.Errorf("there is %s", e.Name())
		}
	}
	return errors.New("only its own")
}

// anotherStage looks for data that an earlier stage of the workflow had.
func anotherStage() error {
	found := errors.New("none")
	err := filepath.WalkDir("/data", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || path == "/data/transformations/algorithm" {
			return nil //nolint:nilerr // What cannot be read is no find.
		}
		text, err := os.ReadFile(path)
		if err == nil && bytes.Contains(text, []byte("only-for-the-first-stage")) {
			found = nil
		}
		return nil
	})
	return errors.Join(found, err)
}

// nodeFiles looks for folders of the node's programs and for those of other pods.
func nodeFiles() error {
	var all []attempt
	for _, dir := range []string{"/var/lib/kubelet", "/var/lib/containerd", "/etc/kubernetes", "/run/containerd", "/proc/1/root/var/lib/kubelet", "/host"} {
		all = append(all, func() error { _, err := os.ReadDir(dir); return err })
	}
	return either(all...)()
}

// setuidOfItsOwn gives a file of its own to root, to become root by it.
func setuidOfItsOwn() error {
	path := filepath.Join("/tmp", "own")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		return err
	}
	return os.Chown(path, 0, 0)
}
