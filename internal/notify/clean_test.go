// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"testing"
)

func TestAReasonIsOneLineThatCanBePrinted(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":                       {"", ""},
		"only blanks":                   {" \n\t\u00a0\u3000 ", ""},
		"a sentence":                    {"no credit left", "no credit left"},
		"several lines":                 {"no\r\n  credit\tleft\n", "no credit left"},
		"letters beyond ASCII":          {"kein Guthaben für 東京 🌊", "kein Guthaben für 東京 🌊"},
		"colours of a terminal":         {"\x1b[31mred\x1b[0m", "[31mred [0m"},
		"control characters":            {"a\x00b\x7fc\u0085d", "a b c d"},
		"marks that turn the direction": {"a\u202eb\u2066c\u200fd", "a b c d"},
		"invisible characters":          {"a\u200bb\ufeffc\u00add", "a b c d"},
		"bytes that are no UTF-8":       {"a\xffb", "a\ufffdb"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (&redactor{}).clean(tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAReasonIsShort(t *testing.T) {
	for _, letter := range []string{"a", "é", "🌊"} {
		if got := shorten(strings.Repeat(letter, 200), longestSaid); got != strings.Repeat(letter, 200) {
			t.Errorf("200 of %s become %q", letter, got)
		}
		if got := shorten(strings.Repeat(letter, 201), longestSaid); got != strings.Repeat(letter, 199)+"…" {
			t.Errorf("201 of %s become %q", letter, got)
		}
	}
}
