// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"testing"
)

func TestWhatAReceiverWasToldIsTakenOut(t *testing.T) {
	const secret = "0123456789abcdef"
	for name, tc := range map[string]struct{ in, want string }{
		"all of it":                     {"your secret 0123456789abcdef, really", "your secret [redacted], really"},
		"twice":                         {secret + " and " + secret, "[redacted] and [redacted]"},
		"its beginning":                 {"starts with 01234567", "starts with [redacted]"},
		"its middle":                    {"has 456789ab in it", "has [redacted] in it"},
		"its end":                       {"ends in 89abcdef", "ends in [redacted]"},
		"in capitals":                   {"0123456789ABCDEF", "[redacted]"},
		"with blanks":                   {"x 0123 4567 89ab cdef x", "x [redacted] x"},
		"quoted twice":                  {`01234567\\89abcdef`, "[redacted]"},
		"over several lines":            {"x\n01234567\n89abcdef\nx", "x [redacted] x"},
		"seven characters tell nothing": {"0123456 and 9abcdef", "0123456 and 9abcdef"},
		"something else":                {"no credit", "no credit"},
		"next to itself":                {secret + secret, "[redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &redactor{}
			r.hide(secret, 1)
			if got := r.clean(tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestShortSecretsAreTakenOutWhole(t *testing.T) {
	r := &redactor{}
	r.hide("hush", 1)
	r.hide("v1", leastOfAddress)
	r.hide(" \n", 1)
	if got := r.clean("hus, HUSH! hu sh v1 "); got != "hus, [redacted]! [redacted] v1" {
		t.Errorf("got %q", got)
	}
}

func TestASecretDoesNotSlipThroughByWhatIsCutOff(t *testing.T) {
	const secret = "0123456789abcdef"
	r := &redactor{}
	r.hide(secret, 1)
	for before := range 300 {
		got := r.clean(strings.Repeat("x", before) + secret)
		if strings.Contains(got, "01234567") || len([]rune(got)) > longestSaid {
			t.Fatalf("after %d characters: %q", before, got)
		}
	}
}

func TestALongSecretAndAMonotonousAnswerTakeLittleTime(t *testing.T) {
	r := &redactor{}
	r.hide(strings.Repeat("a", 1<<20), 1)
	if got := r.clean(strings.Repeat("a", maxAnswer)); got != hidden {
		t.Errorf("got %q", got)
	}
}
