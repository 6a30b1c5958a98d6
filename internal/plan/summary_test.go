// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestEveryEndHasItsCodeAndItsReason(t *testing.T) {
	for _, tc := range []struct {
		step   Step
		reason string
		code   v1alpha1.Code
	}{
		{configureStep, v1alpha1.ReasonInputFailed, 31},
		{configureStep, v1alpha1.ReasonAlgorithmFetch, 32},
		{configureStep, v1alpha1.ReasonConfigureFailed, 31},
		{configureStep, v1alpha1.ReasonSystemFailure, 31},
		{configureStep, v1alpha1.ReasonDeadlineExceeded, 31},
		{configureStep, v1alpha1.ReasonVolumeFailed, 21},
		{configureStep, v1alpha1.ReasonUnschedulable, 21},
		{configureStep, v1alpha1.ReasonImagePullFailed, 11},
		{configureStep, v1alpha1.ReasonContainerFailed, 22},
		{configureStep, v1alpha1.ReasonWaitingForPod, 22},
		{configureStep, v1alpha1.ReasonRefused, 22},
		{configureStep, v1alpha1.ReasonInvalid, 22},
		{configureStep, v1alpha1.ReasonNameTaken, 22},
		{countStep, v1alpha1.ReasonAlgorithmFailed, 41},
		{countStep, v1alpha1.ReasonOOMKilled, 41},
		{countStep, v1alpha1.ReasonDiskFull, 42},
		{countStep, v1alpha1.ReasonDeadlineExceeded, 41},
		{countStep, v1alpha1.ReasonSystemFailure, 41},
		{countStep, v1alpha1.ReasonImagePullFailed, 11},
		{countStep, v1alpha1.ReasonUnschedulable, 21},
		{countStep, v1alpha1.ReasonVolumeFailed, 21},
		{countStep, v1alpha1.ReasonContainerFailed, 22},
		{countStep, v1alpha1.ReasonWaitingForPod, 22},
		{countStep, v1alpha1.ReasonRefused, 22},
		{countStep, v1alpha1.ReasonInvalid, 22},
		{countStep, v1alpha1.ReasonNameTaken, 22},
		{filterStep, v1alpha1.ReasonFilterFailed, 50},
		{filterStep, v1alpha1.ReasonSystemFailure, 50},
		{filterStep, v1alpha1.ReasonDeadlineExceeded, 50},
		{filterStep, v1alpha1.ReasonImagePullFailed, 11},
		{publishStep, v1alpha1.ReasonPublishFailed, 62},
		{publishStep, v1alpha1.ReasonOutputsTooLarge, 42},
		{publishStep, v1alpha1.ReasonSystemFailure, 62},
		{publishStep, v1alpha1.ReasonDeadlineExceeded, 62},
		{publishStep, v1alpha1.ReasonImagePullFailed, 11},
		{publishStep, v1alpha1.ReasonNameTaken, 22},
	} {
		t.Run(tc.step.String()+" ends of "+tc.reason, func(t *testing.T) {
			status := Next(ended(tc.step, tc.reason)).Status
			if status.Phase != v1alpha1.PhaseFailed || status.Code != tc.code {
				t.Errorf("it is %s %d, want Failed %d", status.Phase, status.Code, tc.code)
			}
			for _, c := range []string{v1alpha1.ConditionSucceeded, conditionOf[tc.step.Kind]} {
				if got := condition(status, c); got != "False "+tc.reason {
					t.Errorf("%s is %s", c, got)
				}
			}
		})
	}
}

// The first thing that went wrong is the reason, not what it led to.
func TestTheFirstFailureIsTheReason(t *testing.T) {
	w := ended(countStep, v1alpha1.ReasonOOMKilled)
	d := newDraft(w)
	d.set(v1alpha1.ConditionPublished, "False", v1alpha1.ReasonPublishFailed, "")
	if _, reason, _ := d.outcome(); reason != v1alpha1.ReasonOOMKilled {
		t.Errorf("the reason is %s", reason)
	}
}

func TestEveryStepShowsItsPhaseAndCode(t *testing.T) {
	for _, tc := range []struct {
		name  string
		world World
		phase v1alpha1.Phase
		code  v1alpha1.Code
	}{
		{"configure", midRun(configureStep, running(0)), v1alpha1.PhaseConfiguring, 20},
		{"an algorithm that waits", midRun(countStep, pending("")), v1alpha1.PhaseRunning, 30},
		{"an algorithm that runs", midRun(countStep, running(0)), v1alpha1.PhaseRunning, 40},
		{"an algorithm that is being ended", midRun(countStep, running(0), stop), v1alpha1.PhaseRunning, 40},
		{"the filter", midRun(filterStep, running(0)), v1alpha1.PhaseFiltering, 50},
		{"publish", midRun(publishStep, running(0)), v1alpha1.PhasePublishing, 60},
		{"publish that succeeded", midRun(publishStep, didPublish()), v1alpha1.PhaseSucceeded, 70},
		{"publish that succeeded after a stop", midRun(publishStep, didPublish(), stop), v1alpha1.PhaseStopped, 70},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if s := Next(tc.world).Status; s.Phase != tc.phase || s.Code != tc.code {
				t.Errorf("it is %s %d, want %s %d", s.Phase, s.Code, tc.phase, tc.code)
			}
		})
	}
}

// Nothing that is decided depends on what is derived for people.
func TestPhaseAndCodeAreNeverRead(t *testing.T) {
	for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
		w := midRun(s, running(0))
		want := Next(w)
		w.Workflow.Status.Phase, w.Workflow.Status.Code = v1alpha1.PhaseFailed, v1alpha1.CodeJobFinished
		if diff := cmp.Diff(want, Next(w)); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

func TestAllConditionsAreThereFromFirstSight(t *testing.T) {
	d := Next(World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()})
	got := map[string]string{}
	for _, c := range d.Status.Conditions {
		got[c.Type] = condition(d.Status, c.Type)
	}
	want := map[string]string{
		"Succeeded": "Unknown Running", "Admitted": "True Completed", "Configured": "Unknown Pending", "AlgorithmCompleted": "Unknown Pending",
		"Filtered": "Unknown Pending", "Published": "Unknown Pending", "StartNotified": "Unknown NotConfigured", "StopNotified": "Unknown NotConfigured",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASettledConditionStays(t *testing.T) {
	d := newDraft(midRun(filterStep, running(0)))
	before := slices.Clone(d.status.Conditions)
	d.Now = epoch.Add(time.Hour)
	d.settle(v1alpha1.ConditionConfigured, "False", v1alpha1.ReasonInputFailed, "later")
	if diff := cmp.Diff(before, d.status.Conditions); diff != "" {
		t.Error(diff)
	}
}

func TestEventsTellEachChangeOnce(t *testing.T) {
	warning := func(reason, message string) Event {
		return Event{Warning: true, Reason: reason, Message: message}
	}
	succeeded := Event{Reason: "Succeeded", Message: "all stages ran and their results are published"}
	secret := `the provider does not allow workflows to use the Secret "x": ask for it to be added to ALLOWED_SECRETS, or leave it out`
	fresh := func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }
	for _, tc := range []struct {
		name  string
		world World
		want  []Event
	}{
		{"it is admitted", midRun(configureStep, Run{}, fresh), []Event{{Reason: "Admitted", Message: "the workflow has its turn and begins"}}},
		{"nothing changed", midRun(countStep, running(0)), nil},
		{"inputs lie on the volume", midRun(configureStep, didPublish()), []Event{{Reason: "Configured", Message: "inputs and code lie on the volume"}}},
		{"the algorithm fails", midRun(countStep, failed(3)), []Event{warning("AlgorithmFailed", "the algorithm exited with code 3: see its log")}},
		{"what was skipped is not worth telling", midRun(configureStep, failed(1).reporting(31)), []Event{warning("InputFailed", "as the program put it")}},
		{"all is published", midRun(publishStep, didPublish()), []Event{{Reason: "Published", Message: "outputs and logs were uploaded"}, succeeded}},
		{"an end and its reason are one event", midRun(configureStep, Run{}, fresh, spec(func(s *v1alpha1.WorkflowSpec) {
			s.SecretRef = &v1alpha1.SecretReference{Name: "x"}
		})), []Event{warning("SecretNotAllowed", secret)}},
		{"a finished workflow tells nothing more", ended(countStep, "AlgorithmFailed", after(time.Hour)), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Next(tc.world).Events); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever condition is settled, and however little it says itself, its event is a sentence.
func TestEveryEventIsASentence(t *testing.T) {
	for _, condition := range v1alpha1.ConditionTypes() {
		for status, reason := range map[metav1.ConditionStatus]string{metav1.ConditionTrue: v1alpha1.ReasonCompleted, metav1.ConditionFalse: v1alpha1.ReasonStopped} {
			e := eventOf(metav1.Condition{Type: condition, Status: status, Reason: reason})
			if len(strings.Fields(e.Message)) < 4 || e.Message == e.Reason {
				t.Errorf("%s %s is told as %q", condition, status, e.Message)
			}
		}
	}
}

// Every rule speaks in some world: one that never does would be no rule.
func TestEveryRuleIsHeard(t *testing.T) {
	heard := map[string]bool{}
	for _, w := range []World{
		midRun(countStep, Run{}, func(w *World) { w.Workflow.DeletionTimestamp = timeOf(epoch) }),
		ended(countStep, "OOMKilled"),
		midRun(configureStep, Run{}, spec(func(s *v1alpha1.WorkflowSpec) { s.Suspend = true }), func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }),
		midRun(configureStep, Run{}, spec(func(s *v1alpha1.WorkflowSpec) { s.SecretRef = &v1alpha1.SecretReference{Name: "x"} }), func(w *World) { w.Workflow.Status = v1alpha1.WorkflowStatus{} }),
		midRun(configureStep, Run{}, func(w *World) {
			w.Workflow.Status, w.Settings.MaxJobs, w.Queue.Running = v1alpha1.WorkflowStatus{}, 1, 1
		}),
		ended(publishStep, "PublishFailed", func(w *World) {
			w.Workflow.Annotations = map[string]string{v1alpha1.AnnotationPublishRequestedAt: "now"}
		}),
		midRun(configureStep, Run{}, func(w *World) {
			w.Workflow.Status, w.Settings.NotifyStart, w.Settings.StartRequired = v1alpha1.WorkflowStatus{}, true, true
		}),
		midRun(configureStep, Run{}, func(w *World) {
			w.Workflow.Status, w.Settings.RequireIsolation = v1alpha1.WorkflowStatus{}, true
		}),
		midRun(publishStep, Run{}, func(w *World) { w.Strays = []Stray{{Step: countStep, Attempt: 1, Run: running(0)}} }),
		midRun(configureStep, Run{}), midRun(countStep, Run{}), midRun(filterStep, Run{}), midRun(publishStep, Run{}), midRun(publishStep, didPublish()),
	} {
		heard[Next(w).Rule] = true
	}
	// These let the rules below them go on in the same decision: they never speak.
	silent := []string{"a workflow is admitted once", "what the API server refuses for good ends the run", "a stop ends what runs"}
	for _, r := range rules {
		if heard[r.name] == slices.Contains(silent, r.name) {
			t.Errorf("%q: heard is %v", r.name, heard[r.name])
		}
	}
}
