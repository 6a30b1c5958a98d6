// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package search looks for secrets in whatever an operator leaves behind: logs, objects, metrics. It finds a secret in every
// form in which programs write one down, and in pieces.
package search

import (
	"fmt"
	"slices"
	"strings"
)

// window is how many characters of a secret in a row are a find. Fewer could stand there by chance.
const window = 12

// Search knows the secrets.
type Search struct {
	// windows has, for each stretch of a form, the name of its secret and the form.
	windows map[string]string
}

// New is a search for nothing.
func New() *Search { return &Search{windows: map[string]string{}} }

// Secret adds a text. It must be long enough to be told from chance.
func (s *Search) Secret(name, value string) {
	if len(value) < window {
		panic(fmt.Sprintf("%s has %d characters, and %d are the least", name, len(value), window))
	}
	for form, text := range formsOf([]byte(value)) {
		s.add(name+", "+form, text)
	}
}

// Key adds a private key, given as hex digits: as text, and as the number that it is.
func (s *Search) Key(name, digits string) {
	s.Secret(name, strings.ToLower(digits))
	for form, text := range formsOfKey(digits) {
		s.add(name+", "+form, text)
	}
}

func (s *Search) add(name, form string) {
	form = fold(form)
	for i := 0; i+window <= len(form); i++ {
		s.windows[form[i:i+window]] = name
	}
}

// Find tells which secrets a text has in it, and where. It does not repeat them.
func (s *Search) Find(where, text string) []string {
	var found []string
	text = fold(text)
	for i := 0; i+window <= len(text); i++ {
		if name, ok := s.windows[text[i:i+window]]; ok {
			found = append(found, fmt.Sprintf("%s: %s", where, name))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// fold drops capitals, blanks, line ends and backslashes, so that a text which was quoted twice or broken into lines is the same.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '\\':
			return -1
		}
		return r
	}, strings.ToLower(text))
}
