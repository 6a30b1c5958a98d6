// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import "strings"

// hidden stands where something was taken out.
const hidden = "[redacted]"

// cleaning is a text while secrets are taken out of it.
type cleaning struct {
	runes   []rune
	covered []bool
	folded  []rune
	at      []int
	// places are where each stretch of so many folded characters begins, as far as it is not covered yet.
	places map[int]map[string][]int
}

func newCleaning(text string) *cleaning {
	c := &cleaning{runes: []rune(text), places: map[int]map[string][]int{}}
	c.covered = make([]bool, len(c.runes))
	c.folded, c.at = fold(c.runes)
	return c
}

// cover marks every place of the text that shares a window with the secret. It goes through the secret once: the text is
// bounded, but a secret may be long.
func (c *cleaning) cover(secret []rune) {
	size := min(len(secret), window)
	places := c.stretches(size)
	for i := 0; i+size <= len(secret); i++ {
		shared := string(secret[i : i+size])
		for _, place := range places[shared] {
			for j := c.at[place]; j <= c.at[place+size-1]; j++ {
				c.covered[j] = true
			}
		}
		delete(places, shared)
	}
}

func (c *cleaning) stretches(size int) map[string][]int {
	if c.places[size] == nil {
		c.places[size] = map[string][]int{}
		for i := 0; i+size <= len(c.folded); i++ {
			stretch := string(c.folded[i : i+size])
			c.places[size][stretch] = append(c.places[size][stretch], i)
		}
	}
	return c.places[size]
}

// String is the text with one mark for each covered stretch.
func (c *cleaning) String() string {
	var b strings.Builder
	for i, r := range c.runes {
		switch {
		case !c.covered[i]:
			b.WriteRune(r)
		case i == 0 || !c.covered[i-1]:
			b.WriteString(hidden)
		}
	}
	return b.String()
}
