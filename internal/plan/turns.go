// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// After the end of a workflow whose start never got through, its notices take turns: the start goes before every attempt to
// send the stop, and is not sent again until that is answered. A receiver that takes its time would otherwise hear of the
// start after the stop. A start that could not be sent gives nobody a turn; the stop waits until that start is given up.

// isStopsTurn tells that the stop notice is on its way, or goes next.
func (d *draft) isStopsTurn() bool { return d.takeTurns() && d.startWasTried() }

// noticeDue is when a notice is to be sent next. What the receiver of a start asked for counts less than the stop's turn.
func (d *draft) noticeDue(n Notice, st *v1alpha1.NoticeStatus) time.Time {
	due := at(st.NextAttemptTime)
	if n == NoticeStart && d.takeTurns() && !since(st.LastAttemptTime, d.stopDue()) && d.stopDue().Time.Before(due) {
		return d.stopDue().Time
	}
	return due
}

// takeTurns tells that a workflow is over whose end is still to be told.
func (d *draft) takeTurns() bool {
	return d.settled(v1alpha1.ConditionSucceeded) && d.Settings.NotifyStop && d.owes(v1alpha1.ConditionStopNotified)
}

// startWasTried tells that the start notice was sent since the stop notice is due.
func (d *draft) startWasTried() bool {
	st := d.notice(NoticeStart)
	return st.Unsent == 0 && since(st.LastAttemptTime, d.stopDue())
}

// wasSent tells that a notice was sent at least once: the attempts before the last unsent ones were.
func wasSent(st *v1alpha1.NoticeStatus) bool { return st != nil && st.Attempts > st.Unsent }

// since tells that something came about at a time or later. Statuses keep whole seconds.
func since(t, earliest *metav1.Time) bool { return t != nil && t.Unix() >= earliest.Unix() }

// stopDue is when the stop notice is to be tried next; nil before the end.
func (d *draft) stopDue() *metav1.Time {
	if n := d.status.StopNotice; n != nil && n.NextAttemptTime != nil {
		return n.NextAttemptTime
	}
	return d.status.CompletionTime
}
