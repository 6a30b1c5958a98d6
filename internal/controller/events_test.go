// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// eventServer is an API server that has one claim and some events.
type eventServer struct {
	client.Client

	claim  *corev1.PersistentVolumeClaim
	events []corev1.Event
}

func (s eventServer) Get(_ context.Context, key client.ObjectKey, o client.Object, _ ...client.GetOption) error {
	claim, ok := o.(*corev1.PersistentVolumeClaim)
	if !ok || key.Name != s.claim.Name {
		return apierrors.NewNotFound(schema.GroupResource{Resource: "persistentvolumeclaims"}, key.Name)
	}
	s.claim.DeepCopyInto(claim)
	return nil
}

func (s eventServer) List(_ context.Context, list client.ObjectList, opts ...client.ListOption) error {
	var o client.ListOptions
	o.ApplyOptions(opts)
	about, _ := o.FieldSelector.RequiresExactMatch("involvedObject.name")
	events := list.(*corev1.EventList)
	for _, e := range s.events {
		if e.InvolvedObject.Name == about {
			events.Items = append(events.Items, e)
		}
	}
	return nil
}

// eventOf is one of a minute.
func eventOf(name string, uid types.UID, minute int, kind, reason string) corev1.Event {
	return corev1.Event{
		InvolvedObject: corev1.ObjectReference{Name: name, UID: uid}, Type: kind, Reason: reason, Message: "of " + reason,
		LastTimestamp: metav1.NewTime(time.Date(2026, 11, 23, 12, minute, 0, 0, time.UTC)),
	}
}

func TestAStartThatDoesNotComeIsExplainedByTheLastWarning(t *testing.T) {
	wf := gen.Workflow()
	claim := &corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Name: render.DataClaimName(wf), UID: "claim"}}
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "job", UID: "job"}}
	pods := []corev1.Pod{{ObjectMeta: metav1.ObjectMeta{Name: "pod", UID: "pod"}}}
	for _, tc := range []struct {
		name    string
		waiting string
		events  []corev1.Event
		want    plan.Run
	}{
		{"nobody tells anything", "", nil, plan.Run{}},
		{"only good news is told", "", []corev1.Event{eventOf("pod", "pod", 0, corev1.EventTypeNormal, "Scheduled")}, plan.Run{}},
		{
			"the provisioner fails", "", []corev1.Event{eventOf(claim.Name, "claim", 0, corev1.EventTypeWarning, "ProvisioningFailed")},
			plan.Run{Waiting: plan.WaitingForVolume, Message: "of ProvisioningFailed"},
		},
		{
			"the claim of an earlier workflow of the same name had no luck", "",
			[]corev1.Event{eventOf(claim.Name, "earlier", 0, corev1.EventTypeWarning, "ProvisioningFailed")}, plan.Run{},
		},
		{
			"a quota lets no pod be made", "", []corev1.Event{eventOf("job", "job", 0, corev1.EventTypeWarning, "FailedCreate")},
			plan.Run{Waiting: plan.WaitingForLeave, Message: "of FailedCreate"},
		},
		{
			"a volume cannot be mounted", "", []corev1.Event{eventOf("pod", "pod", 0, corev1.EventTypeWarning, "FailedMount")},
			plan.Run{Waiting: plan.WaitingForVolume, Message: "of FailedMount"},
		},
		{
			"no sandbox can be made", "", []corev1.Event{eventOf("pod", "pod", 0, corev1.EventTypeWarning, "FailedCreatePodSandBox")},
			plan.Run{Waiting: "CreateContainerError", Message: "of FailedCreatePodSandBox"},
		},
		{
			"several things fail", "", []corev1.Event{
				eventOf("pod", "pod", 2, corev1.EventTypeWarning, "FailedScheduling"), eventOf(claim.Name, "claim", 1, corev1.EventTypeWarning, "FailedBinding"),
			},
			plan.Run{Waiting: "Unschedulable", Message: "of FailedScheduling"},
		},
		{
			"the pod itself says that it waits for a volume", plan.WaitingForVolume, []corev1.Event{
				eventOf("pod", "pod", 2, corev1.EventTypeWarning, "FailedScheduling"), eventOf(claim.Name, "claim", 1, corev1.EventTypeWarning, "ProvisioningFailed"),
			},
			plan.Run{Waiting: plan.WaitingForVolume, Message: "of ProvisioningFailed"},
		},
	} {
		t.Run("if "+tc.name, func(t *testing.T) {
			server := eventServer{claim: claim, events: tc.events}
			r := &Reconciler{Client: server, Live: server}
			run := plan.Run{Waiting: tc.waiting}
			if err := r.explain(t.Context(), wf, job, pods, &run); err != nil {
				t.Fatal(err)
			}
			if run.Waiting != tc.want.Waiting || run.Message != tc.want.Message {
				t.Errorf("got %q, %q, want %q, %q", run.Waiting, run.Message, tc.want.Waiting, tc.want.Message)
			}
		})
	}
}
