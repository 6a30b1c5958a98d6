// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestWhatTheAPIServerRefusesIsWaitedForOrEndsTheStep(t *testing.T) {
	refuse := func(reason string, final bool) change {
		return func(w *World) { w.Refusal = &Refusal{Reason: reason, Message: "as the server put it", Final: final} }
	}
	quota, invalid, taken := refuse("Refused", false), refuse("Invalid", true), refuse("NameTaken", true)
	due := after(10 * time.Minute)
	for _, tc := range []struct {
		name  string
		world World
		step  Step
		want  string
		do    []string
	}{
		{"a quota is waited for", midRun(countStep, Run{}, quota), countStep, "Active Refused", []string{"create algorithm(count)/1"}},
		{"a quota is waited for no longer than the time to start", midRun(countStep, Run{}, quota, due), countStep, "Failed Refused", []string{"create publish/1"}},
		{"a quota that refuses configure leaves nothing to publish", midRun(configureStep, Run{}, quota, due), configureStep, "Failed Refused", []string{"delete children"}},
		{"what is refused for good is not waited for", midRun(countStep, Run{}, invalid), countStep, "Failed Invalid", []string{"create publish/1"}},
		{"a name that is taken is not waited for", midRun(countStep, Run{}, taken), countStep, "Failed NameTaken", []string{"create publish/1"}},
		{"a filter that is refused for good lets no outputs out", midRun(filterStep, Run{}, invalid), filterStep, "Failed Invalid", []string{"create publish/1"}},
		{"a publish that is refused for good is tried again for a while", midRun(publishStep, Run{}, invalid), publishStep, "Ending Invalid", nil},
		{"a publish whose name is taken is not, and its volumes stay", midRun(publishStep, Run{}, taken), publishStep, "Failed NameTaken", []string{"delete children but volumes"}},
		{"a stop ends what waits for a quota", midRun(countStep, Run{}, quota, stop), countStep, "Stopped Stopped", []string{"create publish/1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Next(tc.world)
			st := statusOf(d.Status, tc.step)
			if got := string(st.State) + " " + st.Reason; got != tc.want {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
			if diff := cmp.Diff(tc.do, actionsOf(d)); diff != "" {
				t.Error(diff)
			}
			if st.Reason != v1alpha1.ReasonStopped && st.Message != "as the server put it" {
				t.Errorf("it says %q", st.Message)
			}
		})
	}
}

// A status that lost a time, as after an edit by hand, ends the run and not the operator.
func TestEveryWorldGetsADecision(t *testing.T) {
	states := []v1alpha1.StepState{"", v1alpha1.StepActive, v1alpha1.StepEnding, v1alpha1.StepSucceeded, v1alpha1.StepFailed, v1alpha1.StepStopped, v1alpha1.StepSkipped}
	for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
		for _, state := range states {
			for r := RunAbsent; r <= RunFailed; r++ {
				w := midRun(s, Run{State: r}, step(s, func(st *v1alpha1.StepStatus) { *st = v1alpha1.StepStatus{State: state} }))
				Next(w)
				w.Workflow.Status.Conditions = nil
				Next(w)
			}
		}
	}
	for _, reason := range []string{"", "PublishFailed"} {
		w := ended(publishStep, reason, ttl(60))
		w.Workflow.Status.CompletionTime = nil
		if d := Next(w); d.Status.CompletionTime == nil || !d.WakeAt.After(epoch) {
			t.Errorf("without its completion time it wakes at %s", d.WakeAt)
		}
	}
}
