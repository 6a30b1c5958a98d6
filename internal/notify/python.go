// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"
	"unicode/utf16"
)

// What is signed is JSON as Python's json.dumps writes it, so encoding/json cannot be used: it escapes <, > and &, leaves
// letters beyond ASCII as they are and puts no blank after a comma.

// appendString appends a string with everything but the printable characters of ASCII escaped. Bytes that are no UTF-8
// become U+FFFD, one for each, which every receiver decodes to the same string and so signs the same text for.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		b = appendRune(b, r)
	}
	return append(b, '"')
}

// short are the characters that have an escape of two characters.
var short = map[rune]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}

func appendRune(b []byte, r rune) []byte {
	if letter, ok := short[r]; ok {
		return append(b, '\\', letter)
	}
	if ' ' <= r && r <= '~' {
		return append(b, byte(r))
	}
	if high, low := utf16.EncodeRune(r); r > 0xFFFF {
		return fmt.Appendf(b, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}

func appendList(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

func appendOptional(b []byte, s *string) []byte {
	if s == nil {
		return append(b, "null"...)
	}
	return appendString(b, *s)
}
