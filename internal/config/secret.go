// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is what a Secret shows of itself.
const redacted = "[redacted]"

// Secret is a value that must not be printed. Every common way of printing or encoding it shows that it is there, and
// nothing else; only Reveal hands it out, so that a search for Reveal finds every place where a secret is used.
type Secret struct {
	// value is a pointer because fmt calls no method of what stands in a private field: it prints the address then.
	value *string
}

// NewSecret wraps a value. An empty one is no secret: the zero Secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal hands out the value.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.value != nil }

// String shows that there is a value, and nothing of it.
func (s Secret) String() string {
	if !s.IsSet() {
		return ""
	}
	return redacted
}

// GoString is String, for %#v.
func (s Secret) GoString() string { return fmt.Sprintf("%q", s.String()) }

// Format is String, for every verb: %x of a secret is as telling as %s.
func (s Secret) Format(f fmt.State, verb rune) {
	if f.Flag('#') && verb == 'v' {
		_, _ = io.WriteString(f, s.GoString())
		return
	}
	_, _ = io.WriteString(f, s.String())
}

// MarshalText is String, for encoders of text, JSON and YAML among them.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON is String as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", s.String()), nil }

// LogValue is String, for structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Equal lets tests compare what holds secrets without revealing them.
func (s Secret) Equal(o Secret) bool { return s.Reveal() == o.Reveal() }
