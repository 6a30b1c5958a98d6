// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestOnlyWhatCanBeShownIsLeft(t *testing.T) {
	for in, want := range map[string]string{
		"as it was: äöü 漢字 😀":                "as it was: äöü 漢字 😀",
		"two\nlines\r\nand\ttabs":            "two lines  and tabs",
		"\x1b[31mred\x1b]0;title\x07":        " [31mred ]0;title ",
		"\u009b31m, by one character":        " 31m, by one character",
		"left \u202eright\u202c \u2066x":     "left  right   x",
		"a\u2028line\u2029or\u0085paragraph": "a line or paragraph",
		"no \xff\xfe text":                   "no    text",
		"nothing\x00at\u200ball":             "nothing at all",
	} {
		if got := Line(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestATextIsCutBetweenCharacters(t *testing.T) {
	for most, want := range map[int]string{0: "", 1: "", 2: "ä", 3: "ä", 4: "äö", 5: "äö"} {
		if got := Clip("äö", most); got != want {
			t.Errorf("cut to %d it is %q, want %q", most, got, want)
		}
	}
}

func FuzzWhateverAStrangerSaysIsOneShortLine(f *testing.F) {
	f.Add("\x1b[31mred\n\u202e", 3)
	f.Add("\xff\xfe\xe2\x80", 2)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 0 {
			return
		}
		got := Clip(Line(s), most)
		bad := strings.ContainsFunc(got, func(c rune) bool { return !unicode.IsPrint(c) })
		if bad || !utf8.ValidString(got) || len(got) > most || got != Clip(Line(got), most) {
			t.Errorf("%q became %q", s, got)
		}
	})
}
