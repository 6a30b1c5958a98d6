// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// begin takes away what an earlier run of the same attempt left behind. An attempt has folders of its own, so there is
// nothing in them, unless its Job was deleted after its process started and before anybody recorded that: then it is made
// anew, under the same name, and what the first one wrote is no result of the second.
func begin(o Options) error {
	if err := os.RemoveAll(o.LogFile); err != nil {
		return fmt.Errorf("remove an earlier run's log: %w", err)
	}
	for _, folder := range o.Empty {
		if err := empty(folder); err != nil {
			return fmt.Errorf("empty folder %s: %w", folder, err)
		}
	}
	return nil
}

// empty follows no link out of the folder, and leaves what somebody mounted into it, for that is not the command's.
func empty(folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(entries) == 0 {
		return err
	}
	mounted, err := mountsBelow(folder)
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		if slices.Contains(mounted, e.Name()) {
			continue
		}
		open(root, e.Name())
		failed = append(failed, root.RemoveAll(e.Name()))
	}
	return errors.Join(failed...)
}

// open lets a tree be removed whose folders its owner may not enter; what cannot be changed the removal will tell.
func open(root *os.Root, name string) {
	_ = fs.WalkDir(root.FS(), name, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			_ = root.Chmod(path, 0o700)
		}
		return nil
	})
}

// mountsBelow are the entries of a folder that have something mounted on or below them (proc(5), mountinfo).
func mountsBelow(folder string) ([]string, error) {
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	folder, err = filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(table)) {
		const mountPoint = 4
		fields := strings.Fields(line)
		if len(fields) <= mountPoint {
			continue
		}
		if below, ok := strings.CutPrefix(unescape(fields[mountPoint]), folder+"/"); ok {
			name, _, _ := strings.Cut(below, "/")
			names = append(names, name)
		}
	}
	return names, nil
}

// unescape reads what the kernel writes as octal numbers: spaces, tabs, newlines and backslashes.
func unescape(path string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(path)
}
