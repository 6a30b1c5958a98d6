// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Report is what a probe found out. It is the probe's termination message.
type Report struct {
	// Reached are the attempts that got an answer, as Attempt writes them.
	Reached []string `json:"reached,omitempty"`
	// Filtered are those that got one although runner's filter was on.
	Filtered []string `json:"filtered,omitempty"`
	// Filter says why the filter could not be put on; empty if it was.
	Filter string `json:"filter,omitempty"`
}

const (
	// maxBytes is how much of a termination message the kubelet keeps.
	maxBytes = 4096
	// maxFilter is how long the text of an error may be.
	maxFilter = 200
)

// Encode makes a termination message.
func Encode(r Report) ([]byte, error) {
	r.Filter = printable(r.Filter)
	return encode(r)
}

func encode(report any) ([]byte, error) {
	text, err := json.Marshal(report)
	if err != nil {
		return nil, fmt.Errorf("encode the probe's report: %w", err)
	}
	if len(text) > maxBytes {
		return nil, fmt.Errorf("encode the probe's report: %d bytes are more than %d", len(text), maxBytes)
	}
	return text, nil
}

// Decode reads a termination message of a probe that was to make the given attempts. It takes nothing that such a probe
// would not have said.
func Decode(message string, attempts []string) (Report, error) {
	var r Report
	if err := decode(message, &r); err != nil {
		return Report{}, err
	}
	for _, said := range [][]string{r.Reached, r.Filtered} {
		if len(said) > len(attempts) {
			return Report{}, errors.New("decode the probe's report: it has more attempts than were made")
		}
		for _, attempt := range said {
			if !slices.Contains(attempts, attempt) {
				return Report{}, errors.New("decode the probe's report: it has an attempt that was not to be made")
			}
		}
	}
	r.Filter = printable(r.Filter)
	return r, nil
}

// decode reads one JSON object that has no fields of others, and nothing behind it.
func decode(message string, report any) error {
	if len(message) > maxBytes {
		return fmt.Errorf("decode the probe's report: %d bytes are more than %d", len(message), maxBytes)
	}
	d := json.NewDecoder(strings.NewReader(message))
	d.DisallowUnknownFields()
	if err := d.Decode(report); err != nil {
		return fmt.Errorf("decode the probe's report: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("decode the probe's report: something follows it")
	}
	return nil
}

// printable is short ASCII text.
func printable(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return ' '
		}
		return c
	}, s)
	return s[:min(len(s), maxFilter)]
}
