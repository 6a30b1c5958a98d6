// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
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
	case d.Refusal != nil && d.Refusal.Final:
		d.set(v1alpha1.ConditionAdmitted, metav1.ConditionFalse, d.Refusal.Reason, clip(d.Refusal.Message))
		return finish(d)
	}
	d.awaitBackend()
	return true
}

// awaitBackend says what the workflow waits for, and asks for what the notice is made from.
func (d *draft) awaitBackend() {
	message := "the provider's backend has not yet accepted the start"
	if m := d.status.StartNotice.Message; m != "" {
		message += ": " + m
	}
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionUnknown, v1alpha1.ReasonWaitingForStart, clip(message))
	if d.Children.Missing || !wasSent(d.status.StartNotice) {
		d.actions = append([]Action{CreateChildren{}}, d.actions...)
	}
}

// asking tells that a workflow is to be admitted only once the backend agrees.
func (d *draft) asking() bool {
	wanted := d.owes(v1alpha1.ConditionStartNotified) || d.status.StartNotice != nil
	return d.Settings.StartRequired && wanted && !d.settled(v1alpha1.ConditionAdmitted)
}
