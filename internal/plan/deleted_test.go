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
		name   string
		exit   int32
		reason string
		ended  time.Duration // since it was asked
		state  RunState
		gone   bool
		want   bool
	}{
		{"it failed within its grace", 1, "Error", 2 * time.Second, RunFailed, true, true},
		{"it failed in the same second", 1, "Error", 0, RunFailed, true, true},
		{"it had failed before", 1, "Error", -time.Second, RunFailed, true, false},
		{"it succeeded within its grace", 0, "Completed", 2 * time.Second, RunSucceeded, true, true},
		{"it had succeeded before", 0, "Completed", -time.Second, RunSucceeded, true, false},
		{"TERM ended it within its grace", 143, "Error", 2 * time.Second, RunFailed, true, true},
		{"TERM ended it by a clock that is a little behind", 143, "Error", -time.Second, RunFailed, true, true},
		{"KILL did", 137, "Error", -time.Second, RunFailed, true, true},
		{"by a clock that is as far behind as one may be", 143, "Error", -5 * time.Second, RunFailed, true, true},
		{"by one that is further behind", 143, "Error", -5*time.Second - 1, RunFailed, true, false},
		{"TERM had ended it long before", 143, "Error", -10 * time.Second, RunFailed, true, false},
		{"KILL for its memory had ended it before", 137, "OOMKilled", -time.Second, RunFailed, true, false},
		{"nobody deleted it", 143, "Error", 0, RunFailed, false, false},
		{"it has not ended", 143, "Error", 0, RunLeaving, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			run := Run{State: tc.state, ExitCode: &tc.exit, ContainerReason: tc.reason, FinishedAt: asked.Add(tc.ended)}
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
