// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"errors"
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong with one variable.
type Mistake struct {
	// Variable is its name.
	Variable string
	// Got is what was found, quoted and cut; of a secret only its length. Empty: the variable is not set.
	Got string
	// Want is what would have been right, and why.
	Want string
}

// Error says all three in one line.
func (m *Mistake) Error() string {
	if m.Got == "" {
		return fmt.Sprintf("%s: not set: want %s", m.Variable, m.Want)
	}
	return fmt.Sprintf("%s: got %s: want %s", m.Variable, m.Got, m.Want)
}

// maxShown is how much of a wrong value an error shows, in bytes.
const maxShown = 120

// shown quotes a wrong value for an error. What may hold a credential (user information, a query) is left off.
func shown(value string) string {
	if strings.Contains(value, "@") {
		return hidden(value)
	}
	if i := strings.IndexByte(value, '?'); i >= 0 {
		value = value[:i] + "?…"
	}
	if len(value) > maxShown {
		value = strings.ToValidUTF8(value[:maxShown], "") + "…"
	}
	return fmt.Sprintf("%q", value)
}

// hidden says no more of a value than how long it is.
func hidden(value string) string { return fmt.Sprintf("%d characters", len(value)) }

// mistakes collects what is wrong, so that a provider can put all of it right in one go.
type mistakes []error

func (m *mistakes) add(variable, got, want string) {
	*m = append(*m, &Mistake{Variable: variable, Got: got, Want: want})
}

func (m mistakes) err() error { return errors.Join(m...) }
