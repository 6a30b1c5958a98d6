// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestAStopEndsWhatComputesAndNothingElse(t *testing.T) {
	for _, tc := range []struct {
		name  string
		world World
		step  Step
		state v1alpha1.StepState
		do    []string
	}{
		{"a configure that waits", midRun(configureStep, pending(""), stop), configureStep, v1alpha1.StepEnding, []string{"end configure/1"}},
		{"a configure that runs", midRun(configureStep, running(0), stop), configureStep, v1alpha1.StepEnding, []string{"end configure/1"}},
		{"an algorithm that runs", midRun(countStep, running(0), stop), countStep, v1alpha1.StepEnding, []string{"end algorithm(count)/1"}},
		{"an algorithm that leaves already", midRun(countStep, Run{State: RunLeaving, StartedAt: epoch}, stop), countStep, v1alpha1.StepEnding, nil},
		{"an algorithm whose Job is not there yet", midRun(countStep, Run{}, stop), countStep, v1alpha1.StepStopped, []string{"create publish/1"}},
		{"an algorithm that failed and would be tried again", midRun(countStep, failed(1), retries(3), stop), countStep, v1alpha1.StepStopped, []string{"create filter/1"}},
		{"an algorithm that just succeeded", midRun(countStep, didPublish(), stop), countStep, v1alpha1.StepStopped, []string{"create filter/1"}},
		{"a filter that runs", midRun(filterStep, running(0), stop), filterStep, v1alpha1.StepEnding, []string{"end filter/1"}},
		{"a publish that runs goes on", midRun(publishStep, running(0), stop), publishStep, v1alpha1.StepActive, nil},
		{"a publish that failed is tried again", midRun(publishStep, failed(1), stop, after(5*time.Minute)), publishStep, v1alpha1.StepActive, []string{"create publish/2"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Next(tc.world)
			if got := statusOf(d.Status, tc.step).State; got != tc.state {
				t.Errorf("it is %s, want %s", got, tc.state)
			}
			if diff := cmp.Diff(tc.do, actionsOf(d)); diff != "" {
				t.Error(diff)
			}
			if d.Status.StopReq != v1alpha1.StopRequested {
				t.Errorf("stopReq is %d", d.Status.StopReq)
			}
		})
	}
}

func TestAStopBeforeAdmissionEndsItWithoutATrace(t *testing.T) {
	for _, suspended := range []bool{false, true} {
		w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
		w.Workflow.Spec.Stop, w.Workflow.Spec.Suspend = true, suspended
		d := Next(w)
		if d.Status.Phase != v1alpha1.PhaseStopped || d.Status.Code != v1alpha1.CodeJobFinished || len(d.Actions) > 0 || d.Status.StartTime != nil {
			t.Errorf("suspended %v: phase %s, code %d, actions %v", suspended, d.Status.Phase, d.Status.Code, actionsOf(d))
		}
		want := map[string]string{
			"Succeeded": "False Stopped", "Admitted": "False Stopped", "Configured": "False Stopped",
			"AlgorithmCompleted": "False Skipped", "Filtered": "False Skipped", "Published": "False Skipped",
		}
		for c, is := range want {
			if got := condition(d.Status, c); got != is {
				t.Errorf("suspended %v: %s is %s, want %s", suspended, c, got, is)
			}
		}
	}
}

func TestAStopOfAFinishedWorkflowIsHarmless(t *testing.T) {
	for _, w := range []World{ended(countStep, "AlgorithmFailed"), ended(publishStep, "PublishFailed")} {
		before := Next(w)
		stop(&w)
		if diff := cmp.Diff(before, Next(w)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAStopThatIsTakenBackStays(t *testing.T) {
	w := midRun(countStep, running(0), stop)
	w.Workflow.Status = Next(w).Status
	w.Workflow.Spec.Stop = false
	w.Runs[countStep] = Run{}
	d := Next(w)
	if d.Status.StopReq != v1alpha1.StopRequested || d.Status.Stages[0].State != v1alpha1.StepStopped {
		t.Errorf("stopReq %d, stage %s", d.Status.StopReq, d.Status.Stages[0].State)
	}
}

// Who ran out of time did so first: a stop that comes later does not change the story.
func TestAStopAfterTheTimeLimitDoesNotHideIt(t *testing.T) {
	w := midRun(countStep, running(0), after(2*time.Hour))
	w.Workflow.Status = Next(w).Status
	stop(&w)
	w.Runs[countStep] = Run{}
	if d := Next(w); d.Status.StopReq != v1alpha1.StopTimedOut || d.Status.Stages[0].Reason != v1alpha1.ReasonDeadlineExceeded {
		t.Errorf("stopReq %d, stage %s", d.Status.StopReq, d.Status.Stages[0].Reason)
	}
}

func TestSuspendHoldsOnlyWhatWasNotAdmitted(t *testing.T) {
	suspend := spec(func(s *v1alpha1.WorkflowSpec) { s.Suspend = true })
	held := midRun(configureStep, Run{}, suspend, func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} })
	d := Next(held)
	if got := condition(d.Status, "Admitted"); got != "Unknown Suspended" || len(d.Actions) > 0 || d.Status.Phase != v1alpha1.PhasePending || d.Status.Code != 1 {
		t.Errorf("a new one is %s in phase %s and does %v", got, d.Status.Phase, actionsOf(d))
	}
	held.Workflow.Status, held.Workflow.Spec.Suspend = d.Status, false
	if got := condition(Next(held).Status, "Admitted"); got != "True Completed" {
		t.Errorf("when it is lifted it is %s", got)
	}
	running := midRun(countStep, running(0))
	before := Next(running)
	suspend(&running)
	if diff := cmp.Diff(before, Next(running)); diff != "" {
		t.Errorf("one that runs is held: %s", diff)
	}
}

// Whatever is wrong with a workflow, one that is being deleted is left alone.
func TestADeletedWorkflowIsLeftAlone(t *testing.T) {
	deleting := func(w *World) { w.Workflow.DeletionTimestamp = new(metav1.NewTime(epoch)) }
	for _, w := range []World{
		midRun(countStep, running(0), deleting, after(24*time.Hour)), midRun(countStep, Run{}, deleting, stop),
		ended(countStep, "AlgorithmFailed", deleting, ttl(0)),
	} {
		if d := Next(w); len(d.Actions) > 0 || !d.WakeAt.IsZero() || len(d.Events) > 0 {
			t.Errorf("it does %v", actionsOf(d))
		}
	}
}
