// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestWhatWasTriedLessOftenGoesFirst(t *testing.T) {
	ended := func(stops int32) func(*draft) {
		return func(d *draft) {
			d.set(v1alpha1.ConditionSucceeded, "True", v1alpha1.ReasonCompleted, "")
			if stops > 0 {
				d.notice(NoticeStop).Attempts = stops
			}
		}
	}
	told := func(d *draft) { d.set(v1alpha1.ConditionStopNotified, "True", v1alpha1.ReasonDelivered, "") }
	for _, tc := range []struct {
		name    string
		notice  Notice
		attempt int32
		given   []func(*draft)
		want    int32
	}{
		{"a first attempt", NoticeStart, 1, nil, 1},
		{"a repetition", NoticeStart, 7, nil, 7},
		{"a repetition that a first stop waits for", NoticeStart, 7, []func(*draft){ended(0)}, 1},
		{"a repetition that the third stop waits for", NoticeStart, 7, []func(*draft){ended(2)}, 3},
		{"one that was tried less often than the stop that waits for it", NoticeStart, 2, []func(*draft){ended(5)}, 2},
		{"a repetition that no stop waits for any more", NoticeStart, 7, []func(*draft){ended(1), told}, 7},
		{"a stop", NoticeStop, 4, []func(*draft){ended(3)}, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parting()
			d := newDraft(w)
			for _, given := range tc.given {
				given(d)
			}
			if got := d.rank(tc.notice, tc.attempt); got != tc.want {
				t.Errorf("its rank is %d, not %d", got, tc.want)
			}
			if len(tc.given) == 0 && d.status.StopNotice != nil {
				t.Error("asking for the rank changed the status")
			}
		})
	}
}
