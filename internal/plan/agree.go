// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// agreed holds a workflow until the provider's backend has accepted its start notice, where the provider wants that. What
// the notice is made from has to exist before it.
func agreed(d *draft) bool {
	if !d.asking() || d.Workflow.Spec.Stop {
		return false
	}
	if d.owes(v1alpha1.ConditionStartNotified) {
		d.tell(NoticeStart)
	}
	switch c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionStartNotified); {
	case c.Status == metav1.ConditionTrue:
		return false
	case c.Status == metav1.ConditionFalse:
		d.set(v1alpha1.ConditionAdmitted, metav1.ConditionFalse, v1alpha1.ReasonStartRefused, clip("the provider's backend did not accept the start: "+c.Message))
		return finish(d)
	case d.Refusal != nil && (d.Refusal.Final || d.cannotAsk() && !d.Now.Before(d.askedUntil())):
		d.set(v1alpha1.ConditionAdmitted, metav1.ConditionFalse, d.Refusal.Reason, clip(d.Refusal.Message))
		return finish(d)
	}
	d.awaitBackend()
	return true
}

// awaitBackend says what the workflow waits for, and asks for what the notice is made from.
func (d *draft) awaitBackend() {
	reason, message := v1alpha1.ReasonWaitingForStart, "the provider's backend has not yet accepted the start"
	if m := d.status.StartNotice.Message; m != "" {
		message += ": " + m
	}
	switch shown := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionAdmitted); {
	case d.cannotAsk():
		reason, message = d.Refusal.Reason, d.Refusal.Message
		d.wake(d.askedUntil())
	case shown.Reason == v1alpha1.ReasonRefused && d.Children.Missing && !wasSent(d.status.StartNotice):
		reason, message = shown.Reason, shown.Message // An operator that has not yet tried knows nothing better.
	}
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionUnknown, reason, clip(message))
	if d.Children.Missing || !wasSent(d.status.StartNotice) {
		d.actions = append([]Action{CreateChildren{}}, d.actions...)
	}
}

// wasAsked tells that the backend was asked about the workflow, and that what it was asked from, which is all that Jobs need
// as well, is still there.
func (d *draft) wasAsked() bool {
	return d.Settings.StartRequired && wasSent(d.status.StartNotice) && !d.Children.Missing
}

// cannotAsk tells that the API server refuses what the backend is to be asked about, and has done so all the time.
func (d *draft) cannotAsk() bool { return d.Refusal != nil && !wasSent(d.status.StartNotice) }

// askedUntil is when there must have been something to ask about.
func (d *draft) askedUntil() time.Time {
	return d.status.StartNotice.DueTime.Add(d.Settings.PendingTimeout)
}

// asking tells that a workflow is to be admitted only once the backend agrees.
func (d *draft) asking() bool {
	wanted := d.owes(v1alpha1.ConditionStartNotified) || d.status.StartNotice != nil
	return d.Settings.StartRequired && wanted && !d.settled(v1alpha1.ConditionAdmitted)
}
