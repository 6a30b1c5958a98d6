// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

var proven = isolation.Verdict{PoliciesEnforced: metav1.ConditionTrue, FilterHolds: metav1.ConditionTrue, Reason: isolation.ReasonIsolated, Message: "kept in"}

func TestWhatIsUnknownIsTriedAgainSooner(t *testing.T) {
	for _, tc := range []struct {
		name     string
		interval time.Duration
		verdict  isolation.Verdict
		want     time.Duration
	}{
		{"proven", time.Hour, proven, time.Hour},
		{"broken", time.Hour, isolation.Verdict{PoliciesEnforced: metav1.ConditionFalse, FilterHolds: metav1.ConditionTrue}, time.Hour},
		{"unknown", time.Hour, isolation.Unproven(errors.New("a quota")), 2 * time.Minute},
		{"unknown, and often tried", time.Minute, isolation.Unproven(errors.New("a quota")), time.Minute},
	} {
		if got := New(Options{Interval: tc.interval}).pause(tc.verdict); got != tc.want {
			t.Errorf("%s: after %s", tc.name, got)
		}
	}
}

func TestUntilTheFirstProbesHaveEndedNothingIsKnown(t *testing.T) {
	p := New(Options{Namespaces: []string{"a"}})
	if diff := cmp.Diff(plan.Isolation{Awaited: true}, p.Of("a")); diff != "" {
		t.Error(diff)
	}
	p.verdicts["a"] = proven
	if diff := cmp.Diff(plan.Isolation{PoliciesEnforced: true, Proven: true, Message: "kept in"}, p.Of("a")); diff != "" {
		t.Error(diff)
	}
}

func TestTheTimeOfAChangeStaysUntilTheNext(t *testing.T) {
	begin := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	written := func(before map[string]string, v isolation.Verdict, at time.Time) map[string]string {
		data := maps.Clone(before)
		writeVerdict(data, v, at)
		return data
	}
	first := written(map[string]string{}, proven, begin)
	if first[keyTransition] != "2026-11-25T12:00:00Z" || first[keyProbed] != first[keyTransition] {
		t.Errorf("first it says %v", first)
	}
	other := proven
	other.Message = "kept in, in other words"
	second := written(first, other, begin.Add(time.Hour))
	if second[keyTransition] != first[keyTransition] || second[keyProbed] != "2026-11-25T13:00:00Z" || second[keyMessage] != other.Message {
		t.Errorf("then it says %v", second)
	}
	third := written(second, isolation.Unproven(errors.New("a quota")), begin.Add(2*time.Hour))
	if third[keyTransition] != "2026-11-25T14:00:00Z" || third[keyPolicies] != "Unknown" {
		t.Errorf("at last it says %v", third)
	}
}

// The two are found out one after the other, and neither is to be forgotten for the other.
func TestWhatIsKnownOfBoundsAndOfIsolationStandsSideBySide(t *testing.T) {
	data := map[string]string{}
	writeBounds(data, isolation.JudgeUsage(isolation.Usage{Volume: 1, NoProcesses: "too few left"}, isolation.Given{}))
	writeVerdict(data, proven, time.Unix(0, 0))
	want := map[string]string{
		keyPolicies: "True", keyFilter: "True", keyReason: "Isolated", keyMessage: "kept in", keyProbed: "1970-01-01T00:00:00Z", keyTransition: "1970-01-01T00:00:00Z",
		keyVolumes: "True", keyProcesses: "Unknown", keyWarnings: "whether one pod can take all processes of its node is not known: too few left",
	}
	if diff := cmp.Diff(want, data); diff != "" {
		t.Error(diff)
	}
	writeBounds(data, isolation.JudgeUsage(isolation.Usage{Volume: 1, Processes: 1024}, isolation.Given{}))
	if data[keyWarnings] != "" || data[keyProcesses] != "True" || data[keyReason] != "Isolated" {
		t.Errorf("then it says %v", data)
	}
}

func TestHowFarAPodHasComeIsSaid(t *testing.T) {
	waiting := corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ErrImagePull", Message: "no such\nimage"}}
	for want, pod := range map[string]*corev1.Pod{
		"nobody has made": nil,
		"is Pending ErrImagePull no such image": {Status: corev1.PodStatus{
			Phase: corev1.PodPending, ContainerStatuses: []corev1.ContainerStatus{{Name: render.MainContainer, State: waiting}},
		}},
		"is Pending Unschedulable no node": {Status: corev1.PodStatus{Phase: corev1.PodPending, Conditions: []corev1.PodCondition{
			{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: "Unschedulable", Message: "no node"},
		}}},
	} {
		if got := where(pod); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}
