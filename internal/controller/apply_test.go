// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"testing"

	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// A refusal that is told in other words each time, as by the number of a request, is no news that calls for a decision at once.
func TestRefusalsAreAlikeWhateverTheirWords(t *testing.T) {
	quota := &plan.Refusal{Reason: "Refused", Message: "request 1"}
	for _, tc := range []struct {
		name   string
		before *plan.Refusal
		want   bool
	}{
		{"the same", quota, true},
		{"in other words", &plan.Refusal{Reason: "Refused", Message: "request 2"}, true},
		{"for good", &plan.Refusal{Reason: "Refused", Message: "request 1", Final: true}, false},
		{"of another reason", &plan.Refusal{Reason: "NameTaken", Message: "request 1"}, false},
		{"the first", nil, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := alike(tc.before, quota); got != tc.want {
				t.Errorf("alike is %t", got)
			}
		})
	}
}
