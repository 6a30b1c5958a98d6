// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

func pointer(words *[4]uint64) uintptr { return uintptr(unsafe.Pointer(words)) }

// links leaves what leads out of the outputs, each under its name in the table.
func links([]string) error {
	out := os.Getenv("OUTPUTS")
	in := func(name string) string { return filepath.Join(out, name) }
	var failed []error
	for name, to := range map[string]string{
		"link-passwd": "/etc/passwd", "link-input": input, "link-inputs": "/data/inputs", "link-up": "../../..", "link-above": "../../inputs/links/rows/0",
		"link-runner": "/proc/1/environ", "link-self": "/proc/self/environ", "link-root": "/", "link-adminlogs": "/data/adminlogs/configure.log",
		"link-token": "/var/run/secrets/kubernetes.io/serviceaccount/token", "link-code": "/data/transformations/algorithm",
	} {
		failed = append(failed, os.Symlink(to, in(name)))
	}
	failed = append(failed,
		os.WriteFile(in("true.txt"), []byte("true\n"), 0o644),
		unix.Mkfifo(in("fifo"), 0o644),
		unix.Mknod(in("socket"), unix.S_IFSOCK|0o644, 0),
		os.Symlink("chain-2", in("chain-1")), os.Symlink(input, in("chain-2")),
		os.Mkdir(in("folder"), 0o755), os.Symlink("/data/inputs/rows", in("folder/deep")),
		os.WriteFile(in("manifest.json"), []byte(forged), 0o644),
		os.WriteFile(in("new\nline"), nil, 0o644),
	)
	// The log is the algorithm's to write to; what stands in its place is published as its log.
	fmt.Println("the log was replaced")
	failed = append(failed, os.Remove("/data/logs/algorithm.log"), os.Symlink(input, "/data/logs/algorithm.log"), os.Symlink(input, "/data/logs/more.log"))
	for name, from := range map[string]string{"hard-input": input, "hard-code": "/data/transformations/algorithm", "hard-runner": "/runner", "hard-passwd": "/etc/passwd", "hard-log": "/data/logs/algorithm.log"} {
		if err := os.Link(from, in(name)); err == nil {
			fmt.Println(name, "was linked")
		}
	}
	return errors.Join(failed...)
}

// forged is a report such as publish writes.
const forged = `{"code":0,"message":"forged","files":1,"bytes":6,"manifest":{"url":"http://forged.invalid/manifest.json",` +
	`"sha256":"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0","files":1,"bytes":6},` +
	`"outputs":[{"name":"outputs/forged.txt","type":"output","url":"http://forged.invalid/forged.txt","size":6,` +
	`"sha256":"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"}]}`

// forge writes a report wherever one might be read, and says that it failed.
func forge([]string) error {
	fmt.Println(forged)
	fmt.Fprintln(os.Stderr, forged)
	for _, path := range []string{terminationLog, "/data/logs/termination-log", "/data/outputs/report.json", "/data/logs/publish.log"} {
		if err := os.WriteFile(path, []byte(forged), 0o644); err != nil {
			fmt.Println(named(err))
		}
	}
	os.Exit(3)
	return nil
}
