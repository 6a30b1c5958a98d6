// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// queueing is a workflow that was created so long after the epoch.
func queueing(name string, created time.Duration, changes ...func(*v1alpha1.Workflow)) v1alpha1.Workflow {
	wf := gen.Workflow()
	wf.Name, wf.UID, wf.CreationTimestamp = name, types.UID(name), metav1.NewTime(epoch.Add(created))
	for _, c := range changes {
		c(wf)
	}
	return *wf
}

func isAdmitted(status metav1.ConditionStatus) func(*v1alpha1.Workflow) {
	return func(wf *v1alpha1.Workflow) {
		meta.SetStatusCondition(&wf.Status.Conditions, metav1.Condition{Type: v1alpha1.ConditionAdmitted, Status: status, Reason: "Test"})
	}
}

func isOver(wf *v1alpha1.Workflow) { wf.Status.CompletionTime = timeOf(epoch) }

func TestAWorkflowStandsBehindThoseThatRunAndThoseThatAreOlder(t *testing.T) {
	for _, tc := range []struct {
		name  string
		other v1alpha1.Workflow
		want  Queue
	}{
		{"one that runs", queueing("o", time.Hour, isAdmitted(metav1.ConditionTrue)), Queue{Running: 1}},
		{"one that runs but is being deleted", queueing("o", 0, isAdmitted(metav1.ConditionTrue), func(wf *v1alpha1.Workflow) { wf.DeletionTimestamp = timeOf(epoch) }), Queue{Running: 1}},
		{"one that ran", queueing("o", 0, isAdmitted(metav1.ConditionTrue), isOver), Queue{}},
		{"one that was refused", queueing("o", 0, isAdmitted(metav1.ConditionFalse)), Queue{}},
		{"one that is older", queueing("o", 0), Queue{Ahead: 1}},
		{"one that is younger", queueing("o", time.Hour), Queue{}},
		{"one of the same second whose name comes first", queueing("a", time.Minute), Queue{Ahead: 1}},
		{"one of the same second whose name comes later", queueing("z", time.Minute), Queue{}},
		{"an older one that is suspended", queueing("o", 0, func(wf *v1alpha1.Workflow) { wf.Spec.Suspend = true }), Queue{}},
		{"an older one that is stopped", queueing("o", 0, func(wf *v1alpha1.Workflow) { wf.Spec.Stop = true }), Queue{}},
		{"an older one that is being deleted", queueing("o", 0, func(wf *v1alpha1.Workflow) { wf.DeletionTimestamp = timeOf(epoch) }), Queue{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			mine := queueing("mine", time.Minute)
			if got := Standing(&mine, []v1alpha1.Workflow{mine, tc.other}); got != tc.want {
				t.Errorf("it stands behind %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestOneThatRunsStandsBehindNobody(t *testing.T) {
	mine := queueing("mine", time.Minute, isAdmitted(metav1.ConditionTrue))
	if got := Standing(&mine, []v1alpha1.Workflow{mine, queueing("o", 0)}); got != (Queue{}) {
		t.Errorf("it stands behind %+v", got)
	}
}
