// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import "unicode"

// window is how many characters in a row give something away. A whole secret may be shorter.
const window = 8

// redactor takes out of a stranger's text what the stranger was told. A receiver may repeat it in part, broken into lines,
// in other capitals, quoted once or twice, or cut off by our own bound; so whatever shares eight characters in a row with a
// secret goes, and blanks, capitals and backslashes do not count.
type redactor struct{ secrets [][]rune }

// hide adds a secret. Shorter ones than least characters are none.
func (r *redactor) hide(secret string, least int) {
	folded, _ := fold([]rune(oneLine(secret)))
	if len(folded) >= max(least, 1) {
		r.secrets = append(r.secrets, folded)
	}
}

// clean makes of a text one printable line without secrets, of at most longestSaid characters.
func (r *redactor) clean(text string) string {
	c := newCleaning(oneLine(text))
	for _, secret := range r.secrets {
		c.cover(secret)
	}
	return shorten(c.String(), longestSaid)
}

// fold drops blanks, backslashes and capitals; at tells where each character stood.
func fold(runes []rune) (folded []rune, at []int) {
	for i, r := range runes {
		if r != ' ' && r != '\\' {
			folded, at = append(folded, unicode.ToLower(r)), append(at, i)
		}
	}
	return folded, at
}
