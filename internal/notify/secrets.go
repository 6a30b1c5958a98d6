// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// signature matches what we sign with, wherever it stands in a request.
var signature = regexp.MustCompile(`0x[0-9a-f]{130}`)

// newRedactor knows everything about a request that its receiver must not make us repeat.
func newRedactor(n Notice, to *url.URL, headers http.Header, body []byte) *redactor {
	r := &redactor{}
	for _, form := range forms(n.Job.Secret.Reveal()) {
		r.hide(form, 1)
	}
	for _, s := range signature.FindAllString(string(body)+headers.Get(HeaderSignature), -1) {
		r.hide(s, 1)
	}
	r.hideAddress(to)
	return r
}

// leastOfAddress lets short words of an address pass, such as v1: they hide nothing, and a reason could have them.
const leastOfAddress = 4

// hideAddress hides user, password, path and query, each part in every form: any of them may be a token.
func (r *redactor) hideAddress(to *url.URL) {
	parts := append(strings.Split(to.Path, "/"), to.Path, to.RawQuery, to.User.Username())
	if password, ok := to.User.Password(); ok {
		parts = append(parts, password)
	}
	if to.User != nil { // What stands in the header of basic authentication.
		password, _ := to.User.Password()
		parts = append(parts, base64.StdEncoding.EncodeToString([]byte(to.User.Username()+":"+password)))
	}
	for key, values := range to.Query() {
		parts = append(append(parts, key), values...)
	}
	for _, part := range parts {
		for _, form := range forms(part) {
			r.hide(form, leastOfAddress)
		}
	}
}

// forms are the ways in which programs write a value into a text.
func forms(value string) []string {
	if value == "" {
		return nil
	}
	quoted, _ := json.Marshal(value)
	python := appendString(nil, value)
	bytes := []byte(value)
	all := []string{
		value,
		string(quoted[1 : len(quoted)-1]),
		string(python[1 : len(python)-1]),
		url.QueryEscape(value),
		url.PathEscape(value),
		html.EscapeString(value),
		hex.EncodeToString(bytes),
		base64.RawStdEncoding.EncodeToString(bytes),
		base64.RawURLEncoding.EncodeToString(bytes),
	}
	if len(bytes) < leastInside {
		return all
	}
	for before := range 3 {
		all = append(all, inside(base64.RawStdEncoding, bytes, before), inside(base64.RawURLEncoding, bytes, before))
	}
	return all
}

// leastInside is how long a value must be for its middle to be recognized: of a shorter one too few characters are its own.
const leastInside = 6

// inside is what base64 makes of a value that so many bytes stand before and others after, as in a whole request: the
// characters that are made of nothing but the value.
func inside(encoding *base64.Encoding, value []byte, before int) string {
	text := encoding.EncodeToString(append(make([]byte, before), value...))
	return text[(before*8+5)/6 : (before+len(value))*8/6]
}
