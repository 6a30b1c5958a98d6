// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

func shownAt(place int32) func(*v1alpha1.Workflow) {
	return func(wf *v1alpha1.Workflow) { wf.Status.QueuePosition = place }
}

func TestWhenTheQueueMovesThoseAreCalledWhomALookMayChange(t *testing.T) {
	for _, tc := range []struct {
		name string
		max  int
		all  []v1alpha1.Workflow
		want []string
	}{
		{"nobody waits", 1, []v1alpha1.Workflow{queueing("a", 0, isAdmitted(metav1.ConditionTrue)), queueing("b", 0, isAdmitted(metav1.ConditionFalse))}, nil},
		{"it is the first one's turn, and the next moves up", 1, []v1alpha1.Workflow{queueing("b", 2, shownAt(2)), queueing("a", 1, shownAt(1))}, []string{"a", "b"}},
		{"no place is free", 1, []v1alpha1.Workflow{queueing("a", 0, isAdmitted(metav1.ConditionTrue)), queueing("b", 1, shownAt(1)), queueing("c", 2, shownAt(2))}, nil},
		{"two places are free", 2, []v1alpha1.Workflow{queueing("a", 1, shownAt(1)), queueing("b", 2, shownAt(2))}, []string{"a", "b"}},
		{"one has no place yet", 1, []v1alpha1.Workflow{queueing("a", 0, isAdmitted(metav1.ConditionTrue)), queueing("b", 1)}, []string{"b"}},
		{"one is suspended", 1, []v1alpha1.Workflow{queueing("a", 0, func(wf *v1alpha1.Workflow) { wf.Spec.Suspend = true }), queueing("b", 1, shownAt(1))}, []string{"b"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, wf := range (Settings{MaxJobs: tc.max}).Moved(tc.all) {
				got = append(got, wf.Name)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// However far a queue has moved, calling those that Moved names leaves every place as it would be if all had been called.
func TestThoseWhoAreNotCalledWouldShowTheSamePlace(t *testing.T) {
	const length = 300
	var all []v1alpha1.Workflow
	for i := range length {
		all = append(all, queueing(fmt.Sprintf("q-%03d", i), time.Duration(i), shownAt(int32(i+1))))
	}
	settings := Settings{MaxJobs: 1}
	for gone := range length {
		all[gone].Status.CompletionTime = timeOf(epoch)
		called := map[string]bool{}
		for _, wf := range settings.Moved(all) {
			called[wf.Name] = true
		}
		for i := gone + 1; i < length; i++ {
			w := World{Now: epoch, Workflow: &all[i], Settings: settings, Queue: Standing(&all[i], all)}
			place := Next(w).Status.QueuePosition
			if !called[all[i].Name] && place != all[i].Status.QueuePosition {
				t.Fatalf("%s shows %d and should show %d, and was not called", all[i].Name, all[i].Status.QueuePosition, place)
			}
			all[i].Status.QueuePosition = place
		}
	}
}

func TestWhoseTheSecretsAreMattersAtFirstAndAtLast(t *testing.T) {
	waiting := func(reason string) func(*v1alpha1.Workflow) {
		return func(wf *v1alpha1.Workflow) {
			meta.SetStatusCondition(&wf.Status.Conditions, metav1.Condition{Type: v1alpha1.ConditionAdmitted, Status: metav1.ConditionUnknown, Reason: reason})
		}
	}
	suspend := func(wf *v1alpha1.Workflow) { wf.Spec.Suspend = true }
	full := Queue{Running: 1}
	for _, tc := range []struct {
		name  string
		wf    v1alpha1.Workflow
		queue Queue
		want  bool
	}{
		{"a new one", queueing("a", 0), full, true},
		{"one that waits in the queue", queueing("a", 0, waiting(v1alpha1.ReasonQueued)), full, false},
		{"one whose turn has come", queueing("a", 0, waiting(v1alpha1.ReasonQueued)), Queue{}, true},
		{"one that is suspended", queueing("a", 0, suspend), Queue{}, false},
		{"one that was suspended", queueing("a", 0, waiting(v1alpha1.ReasonSuspended)), full, true},
		{"one whose start the backend is asked for", queueing("a", 0, waiting(v1alpha1.ReasonWaitingForStart)), Queue{}, true},
		{"one that was admitted", queueing("a", 0, isAdmitted(metav1.ConditionTrue)), Queue{}, false},
		{"one that was refused", queueing("a", 0, isAdmitted(metav1.ConditionFalse)), Queue{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Workflow: &tc.wf, Queue: tc.queue, Settings: Settings{MaxJobs: 1}}
			if got := w.NamesMatter(); got != tc.want {
				t.Errorf("they matter: %t", got)
			}
		})
	}
}

// Only a Job of configure that is about to be made can mount what the workflow names.
func TestNamesMatterAgainWhenConfigureMayGetAnotherJob(t *testing.T) {
	for _, tc := range []struct {
		name string
		w    World
		want bool
	}{
		{"there is no Job yet", midRun(configureStep, Run{}), true},
		{"it failed", midRun(configureStep, failed(1)), true},
		{"it succeeded", midRun(configureStep, Run{State: RunSucceeded}), true},
		{"its Job is suspended", midRun(configureStep, Run{State: RunSuspended}), true},
		{"it waits", midRun(configureStep, pending("")), false},
		{"it runs", midRun(configureStep, running(0)), false},
		{"it is leaving", midRun(configureStep, Run{State: RunLeaving}), false},
		{"its Job is held", midRun(configureStep, Run{State: RunLeaving, Held: true, GoneBy: epoch}), false},
		{"its Job was held for too long", midRun(configureStep, Run{State: RunLeaving, Held: true, GoneBy: epoch.Add(-time.Hour)}), true},
		{"it is being ended", midRun(configureStep, Run{}, step(configureStep, func(st *v1alpha1.StepStatus) { st.State = v1alpha1.StepEnding })), false},
		{"the algorithm has no Job yet", midRun(countStep, Run{}), false},
		{"publish failed", midRun(publishStep, failed(1)), false},
	} {
		if got := tc.w.NamesMatter(); got != tc.want {
			t.Errorf("%s: they matter: %t", tc.name, got)
		}
	}
}
