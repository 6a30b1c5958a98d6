// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// longest are as many addresses as there may be, as long as they can be.
func longest() []string {
	var all []string
	for i := range 8 {
		all = append(all, fmt.Sprintf("[ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff%d]:65535", i))
	}
	return all
}

func TestWhatAProbeSaysIsUnderstood(t *testing.T) {
	attempts := Attempts(longest())
	for name, r := range map[string]Report{
		"nothing":              {},
		"a little":             {Reached: []string{"dns/udp"}},
		"the most that it can": {Reached: attempts, Filtered: attempts, Filter: strings.Repeat("<", maxFilter)},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := Encode(r)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Decode(string(text), attempts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatNoProbeSaysIsRefused(t *testing.T) {
	attempts := Attempts(nil)
	for name, text := range map[string]string{
		"nothing":                       "",
		"no JSON":                       "reached everything",
		"a field that there is not":     `{"policies":"True"}`,
		"something more":                `{} {}`,
		"an attempt that was not made":  `{"reached":["internet/tcp"]}`,
		"one under the filter":          `{"filtered":["x"]}`,
		"more attempts than there were": `{"reached":["` + strings.Repeat(`dns/udp","`, len(attempts)) + `dns/udp"]}`,
		"what another probe says":       `{"processes":1}`,
		"a list of another kind":        `{"reached":"dns/udp"}`,
		"too much":                      `{"filter":"` + strings.Repeat("a", maxBytes) + `"}`,
		"deep nesting":                  strings.Repeat("[", 4000),
	} {
		if r, err := Decode(text, attempts); err == nil {
			t.Errorf("%s is taken as %+v", name, r)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"reached":["dns/udp"],"filter":"x"}`)
	f.Add(`{"volume":1,"processes":3,"noProcesses":"x"}`)
	f.Fuzz(func(t *testing.T, text string) {
		if u, err := DecodeUsage(text); err == nil {
			for _, warning := range JudgeUsage(u, Given{Class: "a"}).Warnings() {
				if len(warning) > 2000 || strings.ContainsAny(warning, "\x00\n\x1b") {
					t.Errorf("it makes %q of it", warning)
				}
			}
		}
		r, err := Decode(text, Attempts(nil))
		if err != nil {
			return
		}
		if v := Judge(r, r); len(v.Message) > 2000 || strings.ContainsAny(v.Message, "\x00\n\x1b") {
			t.Errorf("it makes %q of it", v.Message)
		}
	})
}
