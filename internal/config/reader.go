// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"strings"
)

// Lookup finds a variable; os.LookupEnv is one.
type Lookup = func(name string) (string, bool)

// reader reads variables, falls back to the defaults of the table in variables.go, and collects mistakes.
type reader struct {
	lookup   Lookup
	mistakes mistakes
}

// given is what the environment says, without the white space around it: a Secret made from a file ends in a line
// break. Empty is unset.
func (r *reader) given(name string) string {
	value, _ := r.lookup(name)
	return strings.TrimSpace(value)
}

// text is what the environment says, or the default.
func (r *reader) text(name string) string {
	if value := r.given(name); value != "" {
		return value
	}
	return defaultOf(name)
}

// secret is a value that is never shown.
func (r *reader) secret(name string) Secret { return NewSecret(r.given(name)) }

// headerSecret is a secret that is sent as an HTTP header, which holds printable ASCII only.
func (r *reader) headerSecret(name string) Secret {
	given := r.given(name)
	for _, c := range []byte(given) {
		if c < ' ' || c > '~' {
			r.mistakes.add(name, hidden(given), "printable ASCII characters without a line break, because it is sent as an HTTP header")
			return Secret{}
		}
	}
	return NewSecret(given)
}

// wrong notes that a variable's value is not what it should be.
func (r *reader) wrong(name, want string) {
	r.mistakes.add(name, shown(r.text(name)), want)
}

// missing notes that a variable is needed.
func (r *reader) missing(name, want string) {
	r.mistakes.add(name, "", want)
}

// matching is text of a given form, or nothing if it has another.
func (r *reader) matching(name string, ok func(string) bool, want string) string {
	value := r.text(name)
	if value == "" || ok(value) {
		return value
	}
	r.wrong(name, want)
	return ""
}

// oneOf is one of a few words, in upper or lower case. It is returned as it stands in the list.
func (r *reader) oneOf(name string, words ...string) string {
	value := r.text(name)
	for _, word := range words {
		if strings.EqualFold(value, word) {
			return word
		}
	}
	r.wrong(name, "one of "+strings.Join(words, ", "))
	return ""
}

// list is a comma-separated list; empty parts and repetitions are left out. Each part must have the given form.
func (r *reader) list(name string, ok func(string) bool, want string) []string {
	var parts []string
	seen := map[string]bool{}
	for part := range strings.SplitSeq(r.text(name), ",") {
		part = strings.TrimSpace(part)
		if part == "" || seen[part] {
			continue
		}
		seen[part] = true
		if !ok(part) {
			r.mistakes.add(name, shown(part), fmt.Sprintf("a comma-separated list, each part %s", want))
			continue
		}
		parts = append(parts, part)
	}
	return parts
}
