// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package probe

import (
	"os"
	"path"
	"strconv"
	"strings"
)

// pidsLimit is how many processes the container's control group, or one above it that the container can see, may have; 0
// if none of them has a limit. With control groups of version 1 the controller has a hierarchy of its own.
func pidsLimit(root string) int64 {
	groups, err := os.ReadFile(path.Join(root, "proc/self/cgroup"))
	if err != nil {
		return 0
	}
	var least int64
	for line := range strings.Lines(string(groups)) {
		mount, group, ok := pidsGroup(strings.TrimSpace(line))
		if !ok {
			continue
		}
		for {
			if n := limitIn(path.Join(root, mount, group, "pids.max")); n > 0 && (least == 0 || n < least) {
				least = n
			}
			if group == "/" || group == "." {
				break
			}
			group = path.Dir(group)
		}
	}
	return least
}

// pidsGroup reads a line such as 0::/kubepods/a or 8:pids:/kubepods/a.
func pidsGroup(line string) (mount, group string, ok bool) {
	parts := strings.SplitN(line, ":", 3)
	if len(parts) < 3 {
		return "", "", false
	}
	group = path.Clean("/" + parts[2])
	switch parts[1] {
	case "":
		return "sys/fs/cgroup", group, true
	case "pids":
		return "sys/fs/cgroup/pids", group, true
	}
	return "", "", false
}

// limitIn reads a file such as pids.max. One that says max, or is not there, has no limit.
func limitIn(file string) int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
