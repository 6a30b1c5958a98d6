// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Standing counts the workflows that a waiting one stands behind. Whether one that is older has just been admitted or still
// waits makes no difference to the sum, so a view that lags cannot let in two for one place.
func Standing(wf *v1alpha1.Workflow, all []v1alpha1.Workflow) Queue {
	var q Queue
	if !Waits(wf) {
		return q
	}
	for i := range all {
		other := &all[i]
		switch {
		case other.UID == wf.UID:
		case runs(other):
			q.Running++
		case Waits(other) && !other.Spec.Suspend && older(other, wf):
			q.Ahead++
		}
	}
	return q
}

// Waits tells that a workflow is still to be admitted.
func Waits(wf *v1alpha1.Workflow) bool {
	return !Decided(wf) && wf.Status.CompletionTime == nil && wf.DeletionTimestamp.IsZero() && !wf.Spec.Stop
}

// TakesPlace tells that others stand behind a workflow.
func TakesPlace(wf *v1alpha1.Workflow) bool { return runs(wf) || Waits(wf) && !wf.Spec.Suspend }

// Decided tells that a workflow was admitted or refused.
func Decided(wf *v1alpha1.Workflow) bool {
	c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted)
	return c != nil && c.Status != metav1.ConditionUnknown
}

func runs(wf *v1alpha1.Workflow) bool {
	return meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionAdmitted) && wf.Status.CompletionTime == nil
}

// older is the order of the queue: by time of creation, and by name among those of the same second.
func older(a, b *v1alpha1.Workflow) bool {
	if order := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); order != 0 {
		return order < 0
	}
	return strings.Compare(a.Namespace+"/"+a.Name, b.Namespace+"/"+b.Name) < 0
}
