// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// attempts records how often a step was tried, and how often of these the system failed.
func attempts(n, bySystem int32) func(*v1alpha1.StepStatus) {
	return func(st *v1alpha1.StepStatus) { st.Attempts, st.SystemFailures = n, bySystem }
}

func retries(n int32) change {
	return spec(func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Compute.Retries = n })
}

func TestAnotherAttemptIsGivenWithinBounds(t *testing.T) {
	late := after(10 * time.Minute)
	disrupted := failed(1).disrupted()
	stopReq := func(w *World) { w.Workflow.Status.StopReq = v1alpha1.StopRequested }
	timedOut := func(w *World) { w.Workflow.Status.StopReq = v1alpha1.StopTimedOut }
	for _, tc := range []struct {
		name  string
		step  Step
		world World
		again bool
	}{
		{"the system's third failure is tried again", countStep, midRun(countStep, disrupted, late, step(countStep, attempts(3, 2))), true},
		{"the system's fourth is not", countStep, midRun(countStep, disrupted, late, step(countStep, attempts(4, 3))), false},
		{"with no retries of the system not even the first is", countStep, midRun(countStep, disrupted, late, settings(func(s *Settings) { s.SystemRetries = 0 })), false},
		{"the algorithm's failure is not tried again by itself", countStep, midRun(countStep, failed(1), late), false},
		{"with one retry it is, once", countStep, midRun(countStep, failed(1), late, retries(1)), true},
		{"with one retry the second failure is the last", countStep, midRun(countStep, failed(1), late, retries(1), step(countStep, attempts(2, 0))), false},
		{"failures of the system do not use up the consumer's retries", countStep, midRun(countStep, failed(1), late, retries(1), step(countStep, attempts(3, 2))), true},
		{"failures of the algorithm do not use up the system's", countStep, midRun(countStep, disrupted, late, retries(3), step(countStep, attempts(4, 0))), true},
		{"out of memory is the consumer's to try again", countStep, midRun(countStep, failed(137).because("OOMKilled"), late, retries(1)), true},
		{"a full disk too", countStep, midRun(countStep, failed(137).pod("Evicted"), late, retries(1)), true},
		{"the time limit is not tried again", countStep, midRun(countStep, failed(124).lasting(time.Hour), after(2*time.Hour), retries(1)), false},
		{"a container that cannot be started is not", countStep, midRun(countStep, failed(128).because("StartError"), late, retries(1)), false},
		{"an algorithm that was stopped is not, whatever ended it", countStep, midRun(countStep, disrupted, late, stopReq, retries(1)), false},
		{"an input that cannot be fetched is not", configureStep, midRun(configureStep, failed(1).reporting(31), late), false},
		{"a configure that does not say why is", configureStep, midRun(configureStep, failed(1), late), true},
		{"a rejection of the filter is not", filterStep, midRun(filterStep, failed(1), late), false},
		{"a filter that the system ended is", filterStep, midRun(filterStep, disrupted, late), true},
		{"a filter that the system ended is even after a stop", filterStep, midRun(filterStep, disrupted, late, stopReq), true},
		{"a filter that the system ended is even after the time limit", filterStep, midRun(filterStep, disrupted, late, timedOut), true},
		{"a filter that ended well when its pod was drained is", filterStep, midRun(filterStep, Run{State: RunSucceeded, ExitCode: new(int32), Disrupted: true, FinishedAt: epoch}, late), true},
		{"a filter that ended well when its pod was deleted is", filterStep, midRun(filterStep, Run{State: RunSucceeded, ExitCode: new(int32), GoneBy: epoch, FinishedAt: epoch}, late), true},
		{"a filter whose pod was taken away before anybody looked is", filterStep, midRun(filterStep, didFilter().taken(), late), true},
		{"a filter of which only its Job says that it ended well is", filterStep, midRun(filterStep, didFilter().unseen(), late), true},
		{"a filter that ended unseen once too often is not", filterStep, midRun(filterStep, didFilter().unseen(), late, step(filterStep, attempts(4, 3))), false},
		{"publish is, whatever it failed of", publishStep, midRun(publishStep, failed(1), late), true},
		{"publish is, even after a stop", publishStep, midRun(publishStep, failed(1), late, stopReq), true},
		{"publish is, however often", publishStep, midRun(publishStep, failed(1), late, step(publishStep, attempts(50, 49))), true},
		{"publish is a moment before its time is over", publishStep, midRun(publishStep, failed(1), after(time.Hour-1)), true},
		{"publish is not when its time is over", publishStep, midRun(publishStep, failed(1), after(time.Hour)), false},
		{"a publish that the system ended is when its time is over", publishStep, midRun(publishStep, disrupted, after(2*time.Hour), step(publishStep, attempts(3, 2))), true},
		{"a publish whose Job vanished while it ran is when its time is over", publishStep, midRun(publishStep, Run{}, after(2*time.Hour), step(publishStep, func(st *v1alpha1.StepStatus) { st.StartTime = timeOf(epoch) })), true},
		{"a publish that the system ended once too often is not when its time is over", publishStep, midRun(publishStep, disrupted, after(2*time.Hour), step(publishStep, attempts(4, 3))), false},
		{"a publish that the system ended once too often is while it has time", publishStep, midRun(publishStep, disrupted, late, step(publishStep, attempts(4, 3))), true},
		{"a publish whose storage failed, and whose Job is gone, is not when its time is over", publishStep, midRun(publishStep, Run{}, after(2*time.Hour), step(publishStep, func(st *v1alpha1.StepStatus) {
			st.Reason, st.CompletionTime = v1alpha1.ReasonPublishFailed, timeOf(epoch)
		})), false},
		{"a publish whose storage failed does not use up the system's", publishStep, midRun(publishStep, disrupted, after(2*time.Hour), step(publishStep, attempts(50, 0))), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := statusOf(tc.world.Workflow.Status, tc.step)
			d := Next(tc.world)
			st := statusOf(d.Status, tc.step)
			if got := st.Attempts == before.Attempts+1 && st.State == v1alpha1.StepActive; got != tc.again {
				t.Errorf("tried again: %v, want %v; it is %s %s (attempt %d)", got, tc.again, st.State, st.Reason, st.Attempts)
			}
			if !tc.again && st.State != v1alpha1.StepFailed {
				t.Errorf("it is %s, want Failed", st.State)
			}
		})
	}
}

// What a filter did is done, however its pod goes afterwards. What our own programs did is, too, whoever tells of it: they exit
// with 0 only when they have done all.
func TestASuccessThatSomebodySawIsNotDoubted(t *testing.T) {
	for _, tc := range []struct {
		name string
		step Step
		run  Run
	}{
		{"of a filter whose pod nobody deleted", filterStep, didFilter()},
		{"of configure, whose pod was taken away", configureStep, didFilter().taken()},
		{"of configure, of which only its Job tells", configureStep, didFilter().unseen()},
		{"of an algorithm, whose pod was taken away", countStep, didFilter().taken()},
		{"of an algorithm, of which only its Job tells", countStep, didFilter().unseen()},
		{"of publish, whose pod was taken away", publishStep, didPublish().taken()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if st := statusOf(Next(midRun(tc.step, tc.run)).Status, tc.step); st.State != v1alpha1.StepSucceeded || st.SystemFailures > 0 {
				t.Errorf("it is %s %s: %s", st.State, st.Reason, st.Message)
			}
		})
	}
}

// A Job begins before its pod's process does. What the pod told stands; where nobody saw that, the Job's word tells that it ran.
func TestSinceWhenAProcessRanIsThePodsToTell(t *testing.T) {
	unseen := didFilter().unseen()
	seen := step(countStep, func(st *v1alpha1.StepStatus) { st.StartTime = timeOf(epoch) })
	for _, tc := range []struct {
		name  string
		world World
		want  time.Time
	}{
		{"it was seen", midRun(countStep, unseen, seen), epoch},
		{"it was not", midRun(countStep, unseen), unseen.StartedAt},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if st := statusOf(Next(tc.world).Status, countStep); st.StartTime == nil || !st.StartTime.Time.Equal(tc.want) {
				t.Errorf("it ran since %s, not %s", st.StartTime, tc.want)
			}
		})
	}
}

func TestThePauseBeforeARetryGrows(t *testing.T) {
	for _, tc := range []struct {
		attempt int32
		want    time.Duration
	}{
		{1, 5 * time.Second}, {2, 10 * time.Second}, {3, 20 * time.Second}, {4, 40 * time.Second}, {6, 160 * time.Second},
		{7, 5 * time.Minute}, {8, 5 * time.Minute}, {1000, 5 * time.Minute},
	} {
		w := midRun(publishStep, failed(1).lasting(0), step(publishStep, attempts(tc.attempt, 0)))
		if got := Next(w).WakeAt.Sub(epoch); got != tc.want {
			t.Errorf("after attempt %d it pauses for %s, want %s", tc.attempt, got, tc.want)
		}
		w.Now = epoch.Add(tc.want - 1)
		if d := Next(w); len(d.Actions) > 0 {
			t.Errorf("after attempt %d: %v comes too early", tc.attempt, actionsOf(d))
		}
		w.Now = epoch.Add(tc.want)
		if diff := cmp.Diff([]string{"create " + attemptName(publishStep, tc.attempt+1)}, actionsOf(Next(w))); diff != "" {
			t.Error(diff)
		}
	}
}

// An end that nobody dated is dated when it is seen, once: otherwise the pause would begin anew with every look.
func TestThePauseAfterAnUndatedEndPasses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		step   Step
		run    Run
		change change
	}{
		{"of a pod that the kubelet rejected", countStep, Run{State: RunFailed, PodReason: "OutOfcpu"}, after(0)},
		{"of a publish that was taken away", publishStep, Run{}, step(publishStep, ending(v1alpha1.ReasonImagePullFailed))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := midRun(tc.step, tc.run, tc.change)
			d := Next(w)
			if got := d.WakeAt.Sub(epoch); got != 5*time.Second || len(d.Actions) > 0 {
				t.Fatalf("it wakes after %s and does %v", got, actionsOf(d))
			}
			w.Workflow.Status, w.Now = d.Status, d.WakeAt
			if diff := cmp.Diff([]string{"create " + attemptName(tc.step, 2)}, actionsOf(Next(w))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheConsumersRetryBeginsAtOnce(t *testing.T) {
	d := Next(midRun(countStep, failed(1).lasting(0), retries(1)))
	if diff := cmp.Diff([]string{"create algorithm(count)/2"}, actionsOf(d)); diff != "" {
		t.Error(diff)
	}
}

func TestANewAttemptKeepsOfTheOldOneOnlyWhyItFailed(t *testing.T) {
	d := Next(midRun(countStep, failed(3), retries(1), after(time.Hour), step(countStep, attempts(2, 1))))
	want := v1alpha1.StepStatus{
		State: v1alpha1.StepActive, Attempts: 3, SystemFailures: 1, AttemptTime: timeOf(epoch.Add(time.Hour)),
		LastFailure: "AlgorithmFailed: the algorithm exited with code 3: see its log",
	}
	if diff := cmp.Diff(want, statusOf(d.Status, countStep)); diff != "" {
		t.Error(diff)
	}
}
