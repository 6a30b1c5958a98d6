// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package plain makes strangers' text fit to be shown: what a kubelet, an API server, a registry or a job program says goes
// into statuses, events and terminals. It does not know what is secret in a text; internal/contract/redact does.
package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a text as one line of printable characters. Line breaks, control characters, marks that turn the direction of writing
// and bytes that are no text become a blank each, so that no terminal is told to do anything, and nothing looks like another
// line.
func Line(s string) string {
	return strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, s)
}

// Clip is a text cut to at most so many bytes, between characters.
func Clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
