// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// A Job made when its time to start is over would be ended as soon as it is seen, so there is a new attempt with a time of
// its own: the operator may have been away, or the Job deleted by hand.
func TestAJobThatIsMissingWhenItsTimeToStartIsOverGetsANewAttempt(t *testing.T) {
	for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
		w := midRun(s, Run{}, after(10*time.Minute))
		d := Next(w)
		st := statusOf(d.Status, s)
		if st.Attempts != 2 || st.SystemFailures != 1 || !d.WakeAt.Equal(w.Now.Add(10*time.Minute)) {
			t.Errorf("%s: attempt %d with %d failures of the system, wakes at %s", s, st.Attempts, st.SystemFailures, d.WakeAt)
		}
	}
}

func TestTheFilterRunsOnlyAfterAnAlgorithmThatRan(t *testing.T) {
	for _, tc := range []struct {
		name string
		run  Run
		want string
	}{
		{"one that failed ran", failed(1), "create filter/1"},
		{"one whose pod is gone and whose Job succeeded ran", Run{State: RunSucceeded, ExitCode: new(int32)}, "create filter/1"},
		{"one that was never started did not", Run{
			State: RunFailed, ExitCode: new(int32(128)), ContainerReason: "StartError", StartedAt: time.Unix(0, 0), FinishedAt: epoch,
		}, "create publish/1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Next(midRun(countStep, tc.run))
			if diff := cmp.Diff([]string{tc.want}, actionsOf(d)); diff != "" {
				t.Error(diff)
			}
			if st := d.Status.Stages[0].StartTime; st != nil && st.Unix() <= 0 {
				t.Errorf("it started at %s", st)
			}
		})
	}
}

// What one step was refused is not held against the next.
func TestARefusalIsAnsweredOnce(t *testing.T) {
	w := midRun(countStep, Run{}, after(10*time.Minute), refused10s)
	d := Next(w)
	if st := statusOf(d.Status, publishStep); st.State != v1alpha1.StepActive || st.Reason != "" || !d.WakeAt.Equal(w.Now.Add(10*time.Minute)) {
		t.Errorf("publish is %s %s and wakes at %s", st.State, st.Reason, d.WakeAt)
	}
}

// Filtering that the provider turns on while a run is under way holds for it; turned off, what began is seen through.
func TestTheFilterFollowsTheProvidersSettings(t *testing.T) {
	off := settings(func(s *Settings) { s.Filter = false })
	if got := condition(Next(midRun(countStep, didPublish(), off)).Status, "Filtered"); got != "True NotConfigured" {
		t.Errorf("without a filter Filtered is %s", got)
	}
	if got := condition(Next(midRun(filterStep, failed(1), off)).Status, "Filtered"); got != "False FilterFailed" {
		t.Errorf("a filter that was under way when it was turned off is %s", got)
	}
}

// A document or a claim that vanished before configure's pod could mount it is made again; later ones have data on them.
func TestWhatConfigureNeedsIsMadeAgain(t *testing.T) {
	missing := func(w *World) { w.Children.Missing = true }
	for s, want := range map[Step][]string{configureStep: {"create children"}, countStep: nil, publishStep: nil} {
		if diff := cmp.Diff(want, actionsOf(Next(midRun(s, pending(""), missing)))); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

// Where nobody was there to end an attempt that did not start, its Job's own deadline did, which includes the time to start.
func TestAJobThatPassedItsDeadlineBeforeItStartedFailedOfWhatItWaitedFor(t *testing.T) {
	pulled := func(st *v1alpha1.StepStatus) {
		st.Reason, st.Message = v1alpha1.ReasonImagePullFailed, "as the kubelet put it"
	}
	d := Next(midRun(countStep, Run{State: RunFailed, JobReason: "DeadlineExceeded"}, after(2*time.Hour), step(countStep, pulled)))
	st := statusOf(d.Status, countStep)
	if st.State != v1alpha1.StepFailed || st.Reason != v1alpha1.ReasonImagePullFailed || d.Status.StopReq != v1alpha1.StopNone {
		t.Errorf("it is %s %s, stopreq %d", st.State, st.Reason, d.Status.StopReq)
	}
}
