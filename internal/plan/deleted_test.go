// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"
)

// A pod's deletion is dated when its grace period is over: when it was asked to go is what its end is compared with.
func TestAPodWasDeletedIfItEndedAfterItWasAskedToGo(t *testing.T) {
	asked := epoch
	const grace = 40 * time.Second
	for _, tc := range []struct {
		name  string
		ended time.Duration // since it was asked
		state RunState
		gone  bool
		want  bool
	}{
		{"it failed within its grace", 2 * time.Second, RunFailed, true, true},
		{"it failed in the same second", 0, RunFailed, true, true},
		{"it had failed before", -time.Second, RunFailed, true, false},
		{"it succeeded within its grace", 2 * time.Second, RunSucceeded, true, true},
		{"it had succeeded before", -time.Second, RunSucceeded, true, false},
		{"nobody deleted it", 0, RunFailed, false, false},
		{"it has not ended", 0, RunLeaving, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			run := Run{State: tc.state, ExitCode: new(int32(143)), FinishedAt: asked.Add(tc.ended)}
			if tc.gone {
				run.GoneBy, run.Grace = asked.Add(grace), grace
			}
			if run.deleted() != tc.want {
				t.Errorf("it was deleted: %t", run.deleted())
			}
		})
	}
}

// The deletion of a pod that the kubelet takes away is dated anew, without a grace period.
func TestAPodThatIsTakenAwayWasDeletedIfASignalEndedIt(t *testing.T) {
	ended := epoch
	for _, tc := range []struct {
		name   string
		exit   int32
		reason string
		taken  time.Duration // after its end
		grace  time.Duration
		want   bool
	}{
		{"by TERM", 143, "Error", 3 * time.Second, 0, true},
		{"by KILL", 137, "Error", 3 * time.Second, 0, true},
		{"by KILL for its memory", 137, "OOMKilled", 3 * time.Second, 0, false},
		{"it failed by itself", 3, "Error", 3 * time.Second, 0, false},
		{"somebody deletes it later", 143, "Error", time.Hour, 0, false},
		{"somebody deletes it soon, with a grace period", 143, "Error", 50 * time.Second, 40 * time.Second, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			run := Run{State: RunFailed, ExitCode: &tc.exit, ContainerReason: tc.reason, FinishedAt: ended, GoneBy: ended.Add(tc.taken), Grace: tc.grace}
			if run.deleted() != tc.want {
				t.Errorf("it was deleted: %t", run.deleted())
			}
		})
	}
}
