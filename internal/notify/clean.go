// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"unicode"
)

// longestSaid is how many characters of a receiver's reason are passed on.
const longestSaid = 200

// oneLine makes of a stranger's text one line of printable characters: blanks of all kinds, control characters and marks
// that turn the direction of writing become one blank.
func oneLine(s string) string {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(printable), " ")
}

// shorten cuts after so many characters, and shows that it did.
func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
