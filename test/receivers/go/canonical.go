// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
)

// canonical is the text that the signature in the body is of: four values as Python's json.dumps writes them.
func canonical(n Notice) string {
	ids := make([]string, len(n.DID))
	for i, id := range n.DID {
		ids[i] = python(id)
	}
	algorithm := "null"
	if n.AlgoDID != nil {
		algorithm = python(*n.AlgoDID)
	}
	return python(n.Secret) + "[" + strings.Join(ids, ", ") + "]" + python(n.JobID) + algorithm
}

// python turns Go's JSON string into Python's: <, > and & stay, and everything that is not printable ASCII is escaped.
func python(s string) string {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // A string can always be encoded.
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(strings.TrimSuffix(quoted.String(), "\n"))) {
		if unit < 0x7f {
			b.WriteByte(byte(unit))
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}
