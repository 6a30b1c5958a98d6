// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"math"
	"slices"
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

// Moved are those of all that wait for whom a look may change something: whose turn it is, or whose place has changed enough
// to be shown. In a long queue that is few of them.
func (s Settings) Moved(all []v1alpha1.Workflow) []*v1alpha1.Workflow {
	var waiting []*v1alpha1.Workflow
	var q Queue
	for i := range all {
		switch wf := &all[i]; {
		case runs(wf):
			q.Running++
		case Waits(wf) && !wf.Spec.Suspend:
			waiting = append(waiting, wf)
		}
	}
	slices.SortFunc(waiting, func(a, b *v1alpha1.Workflow) int {
		if older(a, b) {
			return -1
		}
		return 1
	})
	var moved []*v1alpha1.Workflow
	for _, wf := range waiting {
		if place := s.place(q); place == 0 || worthShowing(wf.Status.QueuePosition, place) {
			moved = append(moved, wf)
		}
		q.Ahead++
	}
	return moved
}

// place counts from 1 how many ends it takes until a workflow's turn comes; it is 0 when that has come.
func (s Settings) place(q Queue) int32 {
	if s.MaxJobs == 0 {
		return 0
	}
	return int32(min(max(q.Running+q.Ahead+1-s.MaxJobs, 0), math.MaxInt32))
}

// Waits tells that a workflow is still to be admitted.
func Waits(wf *v1alpha1.Workflow) bool {
	return !decided(wf) && wf.Status.CompletionTime == nil && wf.DeletionTimestamp.IsZero() && !wf.Spec.Stop
}

// TakesPlace tells that others stand behind a workflow.
func TakesPlace(wf *v1alpha1.Workflow) bool { return runs(wf) || Waits(wf) && !wf.Spec.Suspend }

// decided tells that a workflow was admitted or refused.
func decided(wf *v1alpha1.Workflow) bool {
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
