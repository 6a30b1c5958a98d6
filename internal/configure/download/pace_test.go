// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import "testing"

func TestOnlyALineThatBringsLittleIsSlow(t *testing.T) {
	for _, tc := range []struct {
		name  string
		there int64
		held  bool
		want  bool
	}{
		{"less than is ample", 1099, false, true},
		{"just what is ample", 1100, false, false},
		{"nothing at all", 1000, false, true},
		{"little, as the volume takes no more", 1001, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := pace{ample: 100, there: 1000}
			if got := p.slow(tc.there, tc.held); got != tc.want {
				t.Errorf("slow: %t", got)
			}
			if p.slow(tc.there+100, false) {
				t.Error("the next look counts what came in before the last")
			}
		})
	}
}

func TestABrakeIsSeenWhileItHoldsAndOnceAfterwards(t *testing.T) {
	var b brake
	if b.held() {
		t.Error("it held before there was anything")
	}
	b.hold(func() {
		for range 2 {
			if !b.held() {
				t.Error("it is not seen while it holds")
			}
		}
	})
	if !b.held() {
		t.Error("it is not seen afterwards")
	}
	if b.held() {
		t.Error("it is seen twice afterwards")
	}
}
