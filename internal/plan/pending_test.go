// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatAPodWaitsForIsToldInTheClustersWords(t *testing.T) {
	for _, tc := range []struct {
		waiting string
		want    wait
	}{
		{"ErrImagePull", wait{reason: "ImagePullFailed", message: "the image could not be pulled: so it says"}},
		{"ImagePullBackOff", wait{reason: "ImagePullFailed", message: "the image could not be pulled: so it says"}},
		{"ImageInspectError", wait{reason: "ImagePullFailed", message: "the image could not be pulled: so it says"}},
		{"RegistryUnavailable", wait{reason: "ImagePullFailed", message: "the image could not be pulled: so it says"}},
		{"InvalidImageName", wait{reason: "ImagePullFailed", message: "the image cannot be used: so it says", forever: true}},
		{"ErrImageNeverPull", wait{reason: "ImagePullFailed", message: "the image cannot be used: so it says", forever: true}},
		{"CreateContainerConfigError", wait{reason: "ContainerCreationFailed", message: "the container could not be created: so it says"}},
		{"CreateContainerError", wait{reason: "ContainerCreationFailed", message: "the container could not be created: so it says"}},
		{"RunContainerError", wait{reason: "ContainerCreationFailed", message: "the container could not be created: so it says"}},
		{"Unschedulable", wait{reason: "Unschedulable", message: "no node takes its pod: so it says"}},
		{"FailedCreate", wait{reason: "Refused", message: "its pod was refused: so it says"}},
		{"VolumeNotBound", wait{reason: "VolumeFailed", message: "its volume was not provided: so it says"}},
		{"SchedulingGated", wait{reason: "WaitingForPod", message: "so it says"}},
		{"", wait{reason: "WaitingForPod", message: "so it says"}},
	} {
		t.Run("it waits for "+tc.waiting, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, waitingFor(pending(tc.waiting)), cmp.AllowUnexported(wait{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPodThatWaitsWithoutAWordIsToldSo(t *testing.T) {
	want := wait{reason: "WaitingForPod", message: "its pod did not start in time"}
	if diff := cmp.Diff(want, waitingFor(Run{State: RunPending}), cmp.AllowUnexported(wait{})); diff != "" {
		t.Error(diff)
	}
}

func TestNoTimeIsLostOnWhatWillNeverStart(t *testing.T) {
	for _, s := range []Step{configureStep, countStep, filterStep} {
		d := Next(midRun(s, pending("InvalidImageName")))
		if diff := cmp.Diff([]string{"end " + attemptName(s, 1)}, actionsOf(d)); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

// A step shows what it waits for while it waits, and no longer.
func TestWhatAStepWaitedForIsForgottenWhenItStarts(t *testing.T) {
	for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
		w := midRun(s, pending("Unschedulable"))
		w.Workflow.Status = Next(w).Status
		if got := condition(w.Workflow.Status, "Succeeded"); got != "Unknown Unschedulable" {
			t.Errorf("%s waits: Succeeded is %s", s, got)
		}
		w.Runs[s] = running(0)
		if got := condition(Next(w).Status, "Succeeded"); got != "Unknown Running" {
			t.Errorf("%s runs: Succeeded is %s", s, got)
		}
	}
}

// The recorded attempt decides, not the age of its Job, which is made a moment later: when the deadline comes, the run ends.
func TestTheReasonIsLookedForAtTheVeryMomentWhenTheTimeIsOver(t *testing.T) {
	for _, tc := range []struct {
		name string
		run  Run
		want bool
	}{
		{"a pod without a word", Run{State: RunPending}, true},
		{"a pod without its volumes", pending("VolumeNotBound"), true},
		{"a pod that says why", pending("ErrImagePull"), false},
		{"a pod that runs", running(0), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := midRun(configureStep, tc.run)
			w.Now = w.Workflow.Status.Configure.AttemptTime.Add(w.Settings.PendingTimeout)
			if got := w.Unexplained(configureStep, tc.run); got != tc.want {
				t.Errorf("unexplained: %t", got)
			}
			w.Now = w.Now.Add(-time.Nanosecond)
			if w.Unexplained(configureStep, tc.run) {
				t.Error("it is unexplained before its time")
			}
		})
	}
}
