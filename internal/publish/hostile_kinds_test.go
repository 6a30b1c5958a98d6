// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"os"
	"syscall"
)

const (
	aLink   = "it is a symbolic link"
	aFifo   = "it is a fifo"
	aSocket = "it is a socket"
	aDevice = "it is a device"
	linked  = "it is linked with a file outside the published folder"
)

// link is one with this target.
func link(target string) hostile {
	return hostile{leave: func(v *planted) { v.link(target, "l") }, refused: map[string]string{"outputs/l": aLink}}
}

func hostileLinks() []hostile {
	return []hostile{
		link("/etc/passwd").as("a link to a file of the image"),
		link("/data/adminlogs/configure.log").as("a link to an admin log"),
		link("/proc/self/environ").as("a link to publish's own environment"),
		link("/").as("a link to the root"),
		link("..").as("a link to the folder above"),
		link(".").as("a link to its own folder"),
		link("l").as("a link to itself"),
		link("nowhere").as("a link to nothing"),
		{
			name: "a link to a file beside it",
			leave: func(v *planted) {
				v.put("a", "x")
				v.link("a", "l")
			},
			uploaded: map[string]string{"outputs/a": "x"}, refused: map[string]string{"outputs/l": aLink},
		},
	}
}

func hostileKinds() []hostile {
	return []hostile{
		{
			name:    "a fifo that nobody writes to",
			leave:   func(v *planted) { v.must(syscall.Mkfifo(v.at("f"), 0o666)) },
			refused: map[string]string{"outputs/f": aFifo},
		},
		{
			name:    "a socket",
			leave:   func(v *planted) { putSocket(v.T, v.at("s")) },
			refused: map[string]string{"outputs/s": aSocket},
		},
		{
			name: "a character device", rootOnly: true,
			leave:   func(v *planted) { v.device("d", syscall.S_IFCHR) },
			refused: map[string]string{"outputs/d": aDevice},
		},
		{
			name: "a block device", rootOnly: true,
			leave:   func(v *planted) { v.device("d", syscall.S_IFBLK) },
			refused: map[string]string{"outputs/d": aDevice},
		},
		{
			name: "folders without a file leave no trace",
			leave: func(v *planted) {
				for n := range 100 {
					v.must(os.MkdirAll(v.at(fmt.Sprint(n, "/empty")), 0o755))
				}
			},
		},
		{
			name: "the log is a link",
			leave: func(v *planted) {
				v.gone("../../../logs/s/1/algorithm.log")
				v.link("/etc/passwd", "../../../logs/s/1/algorithm.log")
			},
			refused: map[string]string{"logs/algorithm.log": aLink},
		},
		{
			name: "the log is a fifo",
			leave: func(v *planted) {
				v.gone("../../../logs/s/1/algorithm.log")
				v.must(syscall.Mkfifo(v.at("../../../logs/s/1/algorithm.log"), 0o666))
			},
			refused: map[string]string{"logs/algorithm.log": aFifo},
		},
	}
}

func hostileSecondNames() []hostile {
	return []hostile{
		{
			name: "a second name of a file outside",
			leave: func(v *planted) {
				v.must(os.Link(put(v.T, v.volume, "inputs/secret", "s3cret"), v.at("h")))
			},
			refused: map[string]string{"outputs/h": linked},
		},
		{
			name:    "a second name of the log",
			leave:   func(v *planted) { v.must(os.Link(v.volume+"/logs/s/1/algorithm.log", v.at("h"))) },
			refused: map[string]string{"outputs/h": linked, "logs/algorithm.log": linked},
		},
		{
			name: "one file with two names",
			leave: func(v *planted) {
				v.put("folder/a", "x")
				v.hard("folder/a", "b")
			},
			uploaded: map[string]string{"outputs/folder/a": "x", "outputs/b": "x"},
		},
		{
			name: "a file with one name of many outside",
			leave: func(v *planted) {
				v.put("a", "x")
				v.hard("a", "b")
				v.must(os.Link(v.at("a"), v.volume+"/outside"))
			},
			refused: map[string]string{"outputs/a": linked, "outputs/b": linked},
		},
	}
}
