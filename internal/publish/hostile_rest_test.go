// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

func hostilePermissions() []hostile {
	return []hostile{
		{
			name: "a file that nobody may read, beside one that everybody may",
			leave: func(v *planted) {
				v.put("no", "x")
				v.put("yes", "x")
				v.own("no", 65532)
				v.mode("no", 0)
			},
			uploaded: map[string]string{"outputs/yes": "x"}, refused: map[string]string{"outputs/no": mayNotRead},
		},
		{
			name: "a file of another user", rootOnly: true,
			leave: func(v *planted) {
				v.put("no", "x")
				v.mode("no", 0o600)
			},
			refused: map[string]string{"outputs/no": mayNotRead},
		},
		{
			name: "a folder that nobody may enter", refused: map[string]string{"outputs/no": mayNotRead},
			leave: func(v *planted) {
				v.put("no/a", "x")
				v.mode("no", 0)
			},
		},
		{
			name: "a folder that may be listed and not entered", refused: map[string]string{"outputs/no/a": mayNotRead, "outputs/no/b": mayNotRead},
			leave: func(v *planted) {
				v.put("no/a", "x")
				v.put("no/b", "x")
				v.mode("no", 0o444)
			},
		},
		{
			name: "a folder that may be entered and not listed", refused: map[string]string{"outputs/no": mayNotRead},
			leave: func(v *planted) {
				v.put("no/a", "x")
				v.mode("no", 0o111)
			},
		},
		{
			name: "the folder of all outputs", refused: map[string]string{"outputs": mayNotRead},
			leave: func(v *planted) {
				v.put("a", "x")
				v.mode("", 0)
			},
		},
		{
			name: "a file that nobody may write and that runs as its owner", uploaded: map[string]string{"outputs/a": "x"},
			leave: func(v *planted) {
				v.put("a", "x")
				v.mode("a", syscall.S_ISUID|syscall.S_ISGID|0o555)
			},
		},
	}
}

// own gives a file to a user, where that is allowed.
func (v *planted) own(name string, uid int) {
	if os.Getuid() == 0 {
		v.must(os.Chown(v.at(name), uid, uid))
	}
}

func hostileSizes() []hostile {
	return []hostile{
		{
			name: "an empty file", leave: func(v *planted) { v.put("a", "") }, uploaded: map[string]string{"outputs/a": ""},
		},
		{
			name: "a small hole", leave: func(v *planted) { v.put("a", ""); sparse(v.T, v.at("a"), 1000) },
			uploaded: map[string]string{"outputs/a": strings.Repeat("\x00", 1000)},
		},
		{
			name: "a hole of four tebibytes", leave: func(v *planted) { v.put("a", ""); sparse(v.T, v.at("a"), 1<<42) }, code: 42,
		},
		{
			name: "more entries than are allowed", code: 42,
			leave: func(v *planted) {
				for n := range 5000 {
					v.must(os.Mkdir(v.at(fmt.Sprint(n)), 0o755))
				}
			},
		},
	}
}

// changing is a file that is no longer what it was when it is its turn.
func changing(name string, change func(v *planted)) hostile {
	return hostile{
		name: name, code: 61,
		leave:  func(v *planted) { v.put("folder/a", "as it was") },
		change: change,
	}
}

func hostileChanges() []hostile {
	longer := changing("a file that has grown goes out as it was found", func(v *planted) { v.put("folder/a", "as it was and more") })
	longer.code, longer.uploaded = 0, map[string]string{"outputs/folder/a": "as it was"}
	return []hostile{
		longer,
		changing("a file that has shrunk", func(v *planted) { v.put("folder/a", "as") }),
		changing("a file that is gone", func(v *planted) { v.gone("folder/a") }),
		changing("a file that has become a link", func(v *planted) {
			v.gone("folder/a")
			v.link("/etc/passwd", "folder/a")
		}),
		changing("a file that has become a fifo is not waited for", func(v *planted) {
			v.gone("folder/a")
			v.must(syscall.Mkfifo(v.at("folder/a"), 0o666))
		}),
		changing("a file that has become a folder", func(v *planted) {
			v.gone("folder/a")
			v.put("folder/a/b", "x")
		}),
		changing("a folder that has become a link to another one", func(v *planted) {
			put(v.T, v.volume, "inputs/a", "s3cret and more")
			v.gone("folder")
			v.link("../../../inputs", "folder")
		}),
	}
}
