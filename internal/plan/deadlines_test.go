// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// The decision carries the exact moment at which time alone changes it, and none where only an event can.
func TestTheNextDeadlineIsExact(t *testing.T) {
	never := time.Duration(-1)
	shortly := epoch.Add(4 * time.Minute)
	for _, tc := range []struct {
		name  string
		world World
		want  time.Duration // after the epoch, when the attempt was recorded
	}{
		{"a Job that is not there must start within the time to start", midRun(countStep, Run{}, after(time.Minute)), 10 * time.Minute},
		{"so must a pod that waits", midRun(countStep, pending("Unschedulable"), after(9*time.Minute)), 10 * time.Minute},
		{"the time to start is the provider's", midRun(countStep, pending(""), settings(func(s *Settings) { s.PendingTimeout = 42 * time.Second })), 42 * time.Second},
		{"configure may run for its time from its start", midRun(configureStep, running(3*time.Minute)), 6*time.Hour + 3*time.Minute},
		{"an algorithm may run for maxTimeSeconds, the grace and the backstop", midRun(countStep, running(3*time.Minute)), time.Hour + 30*time.Second + time.Minute + 3*time.Minute},
		{"maxTimeSeconds is the stage's", midRun(countStep, running(0), spec(func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Compute.MaxTimeSeconds = 5 })), 5*time.Second + 90*time.Second},
		{"the filter may run for its time", midRun(filterStep, running(time.Second)), time.Hour + time.Second},
		{"publish may run for its time", midRun(publishStep, running(time.Second)), 6*time.Hour + time.Second},
		{"a failure of the system is tried again after a pause from its end", midRun(countStep, failed(1).disrupted()), time.Minute + 5*time.Second},
		{"publish is tried again after a pause", midRun(publishStep, failed(1)), time.Minute + 5*time.Second},
		{"publishing gives up exactly when its time to retry is over", midRun(publishStep, failed(1).lasting(59*time.Minute+58*time.Second), after(59*time.Minute+59*time.Second)), time.Hour},
		{"what was refused is tried again after a pause", midRun(countStep, Run{}, after(4*time.Minute), refused10s), 4*time.Minute + 10*time.Second},
		{"but not later than the time to start", midRun(countStep, Run{}, after(9*time.Minute+55*time.Second), refused10s), 10 * time.Minute},
		{"a deletion that was refused is tried again too", midRun(countStep, running(0), step(countStep, ending("Stopped")), after(4*time.Minute), refused10s), 4*time.Minute + 10*time.Second},
		{"so is the clearing away of a finished workflow", ended(countStep, "AlgorithmFailed", after(4*time.Minute), refused10s), 4*time.Minute + 10*time.Second},
		{"a pod that leaves tells when it is gone", midRun(countStep, Run{State: RunLeaving, StartedAt: epoch}), never},
		{"one that should be gone is waited for", midRun(countStep, leavingUntil(3*time.Minute)), 13 * time.Minute},
		{"also when its end was decided", midRun(countStep, leavingUntil(3*time.Minute), step(countStep, ending("Stopped"))), 13 * time.Minute},
		{"so is one that no record stands for", midRun(publishStep, running(0), strayOf(leavingUntil(3*time.Minute))), 13 * time.Minute},
		{"a Job that somebody suspended may be resumed in the time to start", midRun(countStep, Run{State: RunSuspended}, after(time.Minute)), 10 * time.Minute},
		{"a suspended workflow waits for no time", midRun(configureStep, Run{}, func(w *World) {
			w.Workflow.Status, w.Workflow.Spec.Suspend = v1alpha1.WorkflowStatus{}, true
		}), never},
		{"a finished workflow without a TTL waits for no time", ended(countStep, "AlgorithmFailed"), never},
		{"the decision that finishes it carries its TTL already", midRun(publishStep, didPublish(), ttl(60)), time.Minute},
		{"one with a TTL waits for its end", ended(countStep, "AlgorithmFailed", ttl(60)), time.Minute},
		{"volumes of results that could not be published wait for their retention", ended(publishStep, "PublishFailed"), 24 * time.Hour},
		{"and the workflow with them", ended(publishStep, "PublishFailed", ttl(60)), 24 * time.Hour},
		{"a TTL counts from the end of the retention", ended(publishStep, "PublishFailed", ttl(48*3600), after(25*time.Hour)), 72 * time.Hour},
		{"a deleted workflow waits for no time", midRun(countStep, running(0), func(w *World) { w.Workflow.DeletionTimestamp = timeOf(shortly) }), never},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Next(tc.world)
			got := d.WakeAt.Sub(epoch)
			if d.WakeAt.IsZero() {
				got = never
			}
			if got != tc.want {
				t.Errorf("it wakes at %s, want %s (%s)", got, tc.want, d.Rule)
			}
		})
	}
}

// leavingUntil is a run whose pod should be gone by then.
func leavingUntil(gone time.Duration) Run {
	return Run{State: RunLeaving, StartedAt: epoch, GoneBy: epoch.Add(gone)}
}

func strayOf(run Run) change {
	return func(w *World) { w.Strays = []Stray{{Step: countStep, Attempt: 1, Run: run}} }
}

func refused10s(w *World) { w.Refusal = &Refusal{Reason: v1alpha1.ReasonRefused, Message: "quota"} }

func ttl(seconds int32) change {
	return spec(func(s *v1alpha1.WorkflowSpec) { s.TTLSecondsAfterFinished = &seconds })
}

// A limit holds from its exact moment, and not a nanosecond before.
func TestALimitHoldsFromItsMomentOn(t *testing.T) {
	for _, tc := range []struct {
		name   string
		step   Step
		run    Run
		at     time.Duration
		reason string
	}{
		{"the time to start", countStep, pending(""), 10 * time.Minute, v1alpha1.ReasonWaitingForPod},
		{"the time to start, with what it waited for", countStep, pending("ErrImagePull"), 10 * time.Minute, v1alpha1.ReasonImagePullFailed},
		{"configure's time", configureStep, running(0), 6 * time.Hour, v1alpha1.ReasonDeadlineExceeded},
		{"the algorithm's time and what is added to it", countStep, running(0), time.Hour + 90*time.Second, v1alpha1.ReasonDeadlineExceeded},
		{"the filter's time", filterStep, running(0), time.Hour, v1alpha1.ReasonDeadlineExceeded},
		{"publish's time", publishStep, running(0), 6 * time.Hour, v1alpha1.ReasonDeadlineExceeded},
	} {
		t.Run(tc.name, func(t *testing.T) {
			early := Next(midRun(tc.step, tc.run, after(tc.at-1)))
			if st := statusOf(early.Status, tc.step); st.State != v1alpha1.StepActive || !early.WakeAt.Equal(epoch.Add(tc.at)) {
				t.Errorf("a moment before it is %s %s and wakes at %s", st.State, st.Reason, early.WakeAt.Sub(epoch))
			}
			due := Next(midRun(tc.step, tc.run, after(tc.at)))
			if st := statusOf(due.Status, tc.step); st.State != v1alpha1.StepEnding || st.Reason != tc.reason {
				t.Errorf("at the moment it is %s %s", st.State, st.Reason)
			}
			timedOut := tc.step == countStep && tc.run.State == RunRunning
			if (due.Status.StopReq == v1alpha1.StopTimedOut) != timedOut {
				t.Errorf("stopReq is %d", due.Status.StopReq)
			}
		})
	}
}

// A node counts as lost from the exact moment on.
func TestANodeIsLostFromItsMomentOn(t *testing.T) {
	const lost = 13 * time.Minute
	for name, record := range map[string]func(*v1alpha1.StepStatus){
		"a pod that was deleted": func(*v1alpha1.StepStatus) {},
		"a pod that was ended":   ending(v1alpha1.ReasonStopped),
	} {
		t.Run(name, func(t *testing.T) {
			at := func(d time.Duration) v1alpha1.StepStatus {
				return statusOf(Next(midRun(countStep, leavingUntil(3*time.Minute), step(countStep, record), after(d))).Status, countStep)
			}
			if early := at(lost - 1); early.Reason == v1alpha1.ReasonNodeLost {
				t.Errorf("a moment before it is %s %s", early.State, early.Reason)
			}
			if due := at(lost); due.State != v1alpha1.StepFailed || due.Reason != v1alpha1.ReasonNodeLost {
				t.Errorf("at the moment it is %s %s", due.State, due.Reason)
			}
		})
	}
	t.Run("a pod that no record stands for", func(t *testing.T) {
		for d, rule := range map[time.Duration]string{lost - 1: rules[1].name, lost: "what there is, is published"} {
			got := Next(midRun(publishStep, running(0), strayOf(leavingUntil(3*time.Minute)), after(d))).Rule
			if got != rule {
				t.Errorf("after %s the rule is %q, want %q", d, got, rule)
			}
		}
	})
}
