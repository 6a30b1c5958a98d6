// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestANoticeTellsOfTheFirstStage(t *testing.T) {
	wf := gen.Workflow(gen.WithStages("clean", "count"))
	wf.Spec.Stages[0].Inputs = []v1alpha1.Input{{ID: "did:op:aaaa"}, {ID: "bbbb"}}
	wf.Status.Code = v1alpha1.CodeConfiguringVolumes
	want := notify.Notice{
		WorkflowUID: string(wf.UID), Event: notify.Start, Code: 20,
		Job: notify.Job{ID: "word-count", Inputs: []string{"did:op:aaaa", "bbbb"}, Algorithm: new("did:op:clean")},
	}
	got := newErrand(wf, attempt(plan.NoticeStart, 1)).notice
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(config.Secret{})); diff != "" {
		t.Error(diff)
	}
}

func TestNoAlgorithmAndAnEmptyOneAreToldApart(t *testing.T) {
	for name, id := range map[string]*string{"none": nil, "an empty one": new("")} {
		wf := gen.Workflow()
		wf.Spec.Stages[0].Algorithm.ID = id
		if diff := cmp.Diff(id, newErrand(wf, attempt(plan.NoticeStop, 1)).notice.Job.Algorithm); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAStopSaysWhatBecameOfTheStart(t *testing.T) {
	for want, status := range map[notify.StartNotice]v1alpha1.WorkflowStatus{
		notify.StartNotSent:     {StartNotice: &v1alpha1.NoticeStatus{Attempts: 2, Unsent: 2}},
		notify.StartUndelivered: {StartNotice: &v1alpha1.NoticeStatus{Attempts: 2, Unsent: 1}},
		notify.StartDelivered:   {StartNotice: &v1alpha1.NoticeStatus{Attempts: 2}, Conditions: delivered()},
	} {
		wf := gen.Workflow()
		wf.Status = status
		if got := newErrand(wf, attempt(plan.NoticeStop, 1)).notice; got.Started != want || got.Event != notify.Stop {
			t.Errorf("got %+v, not %s", got, want)
		}
		if got := newErrand(wf, attempt(plan.NoticeStart, 1)).notice.Started; got != "" {
			t.Errorf("a start says %q", got)
		}
	}
	if got := newErrand(gen.Workflow(), attempt(plan.NoticeStop, 1)).notice.Started; got != notify.StartNotSent {
		t.Errorf("where none was wanted it says %s", got)
	}
}

func delivered() []metav1.Condition {
	return []metav1.Condition{{Type: v1alpha1.ConditionStartNotified, Status: metav1.ConditionTrue}}
}
