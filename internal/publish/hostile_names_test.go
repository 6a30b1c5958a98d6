// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"strings"
)

const (
	control = "its name has control characters"
	notUTF8 = "its name is not UTF-8"
	tooLong = "its name is longer than 900 bytes"
)

// file is one that goes out under its own name.
func file(name string) hostile {
	return hostile{leave: func(v *planted) { v.put(name, "x") }, uploaded: map[string]string{"outputs/" + name: "x"}}
}

// named is one that is refused, and the name under which that is told.
func named(name, told, reason string) hostile {
	return hostile{leave: func(v *planted) { v.put(name, "x") }, refused: map[string]string{"outputs/" + told: reason}}
}

func (h hostile) as(name string) hostile {
	h.name = name
	return h
}

func hostileNames() []hostile {
	return []hostile{
		file("a").as("a plain file"),
		file(".hidden").as("a hidden file"),
		file("-rf").as("a name like an option"),
		file("...").as("a name of dots"),
		file(`..\..\etc\passwd`).as("a name with backslashes is no path"),
		file("http:/evil.example/x").as("a path like an address"),
		file("a b+c%2F..%2Fd?e=f&g#h").as("a name with all that means something in an address"),
		file("'\"`$(reboot);|<>*").as("a name with all that means something to a shell"),
		file("<script>alert(1)<\u002fscript>.html").as("a name with markup"),
		file("\u202egpj.exe").as("a name that turns the direction of writing"),
		file("manifest.json").as("a file that looks like the manifest lies where outputs do"),
		file("adminlogs/configure.log").as("a file that looks like an admin log, too"),
		{
			name: "names that differ only in case",
			leave: func(v *planted) {
				v.put("A", "1")
				v.put("a", "2")
			},
			uploaded: map[string]string{"outputs/A": "1", "outputs/a": "2"},
		},
		{
			name: "names that look alike",
			leave: func(v *planted) {
				v.put("\u00e9", "1")
				v.put("e\u0301", "2")
			},
			uploaded: map[string]string{"outputs/\u00e9": "1", "outputs/e\u0301": "2"},
		},
		named("a\nb", "a\nb", control).as("a line break"),
		named("\x1b[2Jb", "\x1b[2Jb", control).as("an order to the terminal"),
		named("a\x7f", "a\x7f", control).as("a delete character"),
		named("a\u0085b", "a\u0085b", control).as("a control character above ASCII"),
		named("a\xffb", "a\ufffdb", notUTF8).as("a byte that is no UTF-8"),
		named("\xed\xa0\x80", "\ufffd", notUTF8).as("half a surrogate pair"),
		named("\xc0\xae\xc0\xae", "\ufffd", notUTF8).as("dots in overlong UTF-8"),
		named("bad\xff/inside", "bad\ufffd", notUTF8).as("a folder whose name is no UTF-8 is refused as a whole"),
	}
}

func longNames() []hostile {
	long := strings.Repeat("n", 255)
	return []hostile{
		file(long).as("a name of 255 bytes"),
		file(strings.Repeat("d/", 400) + "f").as("400 folders deep"),
		named(strings.Repeat("long/", 180)+"f", strings.Repeat("long/", 179), tooLong).as("a path of more than 900 bytes").
			told("outputs/" + strings.TrimSuffix(strings.Repeat("long/", 179), "/")),
		{
			name:    "a path of more than 4096 bytes, which no program can open by its name",
			leave:   func(v *planted) { v.deep(long, 20) },
			refused: map[string]string{"outputs/" + strings.TrimSuffix(strings.Repeat(long+"/", 4), "/"): tooLong},
		},
		{
			name:    "10,000 folders in one another",
			leave:   func(v *planted) { v.deep("d", 10_000) },
			refused: map[string]string{"outputs/" + strings.TrimSuffix(strings.Repeat("d/", 447), "/"): tooLong},
		},
		{
			name: "3,000 files in one folder",
			leave: func(v *planted) {
				for n := range 3000 {
					v.put(fmt.Sprint("wide/", n), "")
				}
			},
			uploaded: numbered("outputs/wide/", 3000),
		},
	}
}

// told is the name under which it is refused.
func (h hostile) told(name string) hostile {
	h.refused = map[string]string{name: tooLong}
	return h
}

func numbered(prefix string, count int) map[string]string {
	all := map[string]string{}
	for n := range count {
		all[fmt.Sprint(prefix, n)] = ""
	}
	return all
}
