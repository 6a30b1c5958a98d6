// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Farewell decides what is left to do for a workflow that somebody deleted: to take away what belongs to nothing, as there is
// no owner any more that it could go with, and pods that a held Job would keep; to tell the provider's backend that it ended, for
// as long as that is worth while, and then to take away what the notice was made from. Nothing waits for it.
func Farewell(w World) Decision {
	d := partingWords(w)
	if w.Children.Orphans {
		d.Actions = append([]Action{DeleteOrphans{}}, d.Actions...)
	}
	if w.Children.Remains {
		d.Actions = append([]Action{DeleteRemains{}}, d.Actions...)
	}
	return d
}

// partingWords decides what the provider's backend is told. Without a document there never was anything that it could be told
// by.
func partingWords(w World) Decision {
	if !w.Children.Document && !w.Children.DocumentTaken {
		return Decision{Rule: "nobody is told of a deleted workflow's end", Status: w.Workflow.Status}
	}
	w.Settings.NoticeRetryTime = min(w.Settings.NoticeRetryTime, w.Settings.FarewellTime)
	d := newDraft(w)
	if !d.settled(v1alpha1.ConditionSucceeded) {
		d.set(v1alpha1.ConditionSucceeded, metav1.ConditionFalse, v1alpha1.ReasonDeleted, "it was deleted")
		d.status.Phase, d.status.Code = v1alpha1.PhaseStopped, v1alpha1.CodeJobFinished
	}
	d.remember()
	startIsTold(d)
	endIsTold(d)
	noticesAreRanked(d)
	if w.Children.DocumentTaken {
		d.loseNotices()
	}
	switch {
	case !d.owesNotices():
		d.do(DeleteDocument{})
	case len(d.actions) == 0 && w.GoneSince.IsZero():
		d.do(MarkGone{}) // Something is waited for, and whoever starts meanwhile is not to wait anew.
	}
	return Decision{
		Rule:    "the backend of a deleted workflow is told of its end",
		Status:  d.status,
		Actions: d.actions,
		WakeAt:  d.wakeAt,
		Events:  lossesBetween(w.Workflow.Status, d.status),
	}
}

// loseNotices gives up what is owed and cannot be sent any more. What was answered already is heard before.
func (d *draft) loseNotices() {
	d.actions, d.wakeAt = nil, time.Time{}
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		if d.owes(conditionOfNotice(n)) {
			d.giveUp(n, v1alpha1.ReasonUndeliverable, "somebody took its document away, from which the notice is made")
		}
	}
}

// remember makes up for what nobody knows any more of a deleted workflow: only one that began has a document, and what is
// owed of it is due since it is gone.
func (d *draft) remember() {
	since := d.now()
	if !d.GoneSince.IsZero() && d.GoneSince.Before(d.Now) {
		since = timeOf(d.GoneSince)
	}
	if d.status.StartTime == nil && d.status.StartNotice == nil {
		d.status.StartTime = since
	}
	if d.status.CompletionTime == nil {
		d.status.CompletionTime = since
	}
	if d.GoneSince.IsZero() {
		return
	}
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		if d.owes(conditionOfNotice(n)) && d.notice(n).DueTime == nil {
			d.notice(n).DueTime = since
		}
	}
}
