// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package redact takes out of addresses, texts and errors what nobody else may read: user names, passwords, query strings
// and fragments. It cannot know a secret that stands in a path or in plain words; whoever has such an address must not
// hand it on at all.
package redact

import (
	"net/url"
	"regexp"
)

// unreadable stands for an address that cannot be taken apart, and so cannot be cleaned either.
const unreadable = "(an unreadable address)"

var (
	// quoted comes first: net/http quotes addresses, and a broken one may have blanks in it.
	quoted  = regexp.MustCompile(`"[^"]*://[^"]*"`)
	address = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^\s"'<>]+`)
	query   = regexp.MustCompile(`\?[^\s"'<>]+`)
)

// URL keeps scheme, host and path of an address.
func URL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return unreadable
	}
	return Parsed(u)
}

// Parsed is URL for an address that has been taken apart already.
func Parsed(u *url.URL) string {
	kept := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return kept.String()
}

// Text cleans every address that stands in a text, and every query string that has lost its address.
func Text(s string) string {
	s = quoted.ReplaceAllStringFunc(s, func(q string) string { return `"` + URL(q[1:len(q)-1]) + `"` })
	s = address.ReplaceAllStringFunc(s, URL)
	return query.ReplaceAllString(s, "?...")
}

// Error cleans the text of an error, such as net/http's, which carry the whole address. errors.Is and errors.As still
// see what it wraps.
func Error(err error) error {
	if err == nil {
		return nil
	}
	return cleaned{err}
}

type cleaned struct{ err error }

func (c cleaned) Error() string { return Text(c.err.Error()) }
func (c cleaned) Unwrap() error { return c.err }
