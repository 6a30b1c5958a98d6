// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/big"
	"net/url"
	"strings"
)

// formsOf are the ways in which programs write bytes into a text.
func formsOf(value []byte) map[string]string {
	text := string(value)
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // A string can always be written.
	}
	forms := map[string]string{
		"as it is":          text,
		"in JSON":           strings.Trim(string(quoted), `"`),
		"in Go":             strings.Trim(fmt.Sprintf("%+q", text), `"`),
		"in a query":        url.QueryEscape(text),
		"in a path":         url.PathEscape(text),
		"in HTML":           html.EscapeString(text),
		"in hex":            hex.EncodeToString(value),
		"in base32":         strings.TrimRight(base32.StdEncoding.EncodeToString(value), "="),
		"as a list of Go":   strings.Trim(fmt.Sprintf("%d", value), "[]"),
		"as a list of JSON": strings.ReplaceAll(strings.Trim(fmt.Sprintf("%d", value), "[]"), " ", ","),
		"backwards":         backwards(text),
	}
	for offset := range 3 {
		forms[fmt.Sprintf("in base64, at %d", offset)] = inside(base64.RawStdEncoding, value, offset)
		forms[fmt.Sprintf("in base64 for URLs, at %d", offset)] = inside(base64.RawURLEncoding, value, offset)
	}
	return forms
}

// inside is how a value looks in base64 if so many bytes stand before it and others after it: only the characters that are
// made of nothing else count.
func inside(encoding *base64.Encoding, value []byte, offset int) string {
	encoded := encoding.EncodeToString(append(make([]byte, offset), value...))
	first := (offset*8 + 5) / 6
	last := (offset + len(value)) * 8 / 6
	return encoded[first:last]
}

// formsOfKey are those of the number that a key's hex digits stand for.
func formsOfKey(digits string) map[string]string {
	raw, err := hex.DecodeString(strings.TrimPrefix(digits, "0x"))
	if err != nil {
		panic("a key is not in hex") // The cause has a part of it.
	}
	forms := map[string]string{"as a number": new(big.Int).SetBytes(raw).String()}
	for form, text := range formsOf(raw) {
		switch form {
		case "as it is", "in JSON", "in Go", "in a query", "in a path", "in HTML", "backwards":
		default:
			forms["its bytes "+form] = text
		}
	}
	return forms
}

func backwards(text string) string {
	b := []byte(text)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
