// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// send asks for a notice once in a decision.
func (d *draft) send(n Notice, attempt int32) {
	asked := func(a Action) bool { sent, ok := a.(SendNotice); return ok && sent.Notice == n }
	if !slices.ContainsFunc(d.actions, asked) {
		d.do(SendNotice{Notice: n, Attempt: attempt})
	}
}

// noticesAreRanked puts what was tried less often before what fails again and again: a receiver that never answers must not
// keep others' first attempts waiting behind its repetitions. It comes when all that was heard is written down.
func noticesAreRanked(d *draft) {
	for i, a := range d.actions {
		if sent, ok := a.(SendNotice); ok {
			sent.Rank = d.rank(sent.Notice, sent.Attempt)
			d.actions[i] = sent
		}
	}
}

// rank is an attempt's number, but a start that goes before a stop is as urgent as that stop.
func (d *draft) rank(n Notice, attempt int32) int32 {
	if n == NoticeStop || !d.settled(v1alpha1.ConditionSucceeded) || !d.owes(v1alpha1.ConditionStopNotified) {
		return attempt
	}
	stops := int32(0)
	if d.status.StopNotice != nil {
		stops = d.status.StopNotice.Attempts
	}
	return min(attempt, stops+1)
}
