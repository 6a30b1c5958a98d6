// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plain"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// explain looks for the reason of a start that does not come, in the last warning about the claims, and where the pod says
// nothing at all, about the Job or its pod. Some reasons stand nowhere else: that a volume cannot be mounted or provided, that
// a pod was not admitted. It asks the API server once, when the time to start is over.
func (r *Reconciler) explain(ctx context.Context, wf *v1alpha1.Workflow, job *batchv1.Job, pods []corev1.Pod, run *plan.Run) error {
	about, err := r.claimsOf(ctx, wf)
	if err != nil {
		return err
	}
	if run.Waiting == "" {
		about = append(about, job)
		for i := range pods {
			about = append(about, &pods[i])
		}
	}
	var last *corev1.Event
	for _, o := range about {
		warning, err := r.lastWarning(ctx, o)
		if err != nil {
			return err
		}
		if warning != nil && (last == nil || when(warning).After(when(last).Time)) {
			last = warning
		}
	}
	if last == nil {
		return nil
	}
	run.Message = plain.Line(last.Message)
	if run.Waiting == "" {
		run.Waiting = waitingByEvent(last.Reason)
	}
	return nil
}

// claimsOf are those of a workflow that exist.
func (r *Reconciler) claimsOf(ctx context.Context, wf *v1alpha1.Workflow) ([]client.Object, error) {
	var claims []client.Object
	for _, name := range []string{render.DataClaimName(wf), render.AdminLogsClaimName(wf)} {
		claim := &corev1.PersistentVolumeClaim{}
		switch err := r.Client.Get(ctx, client.ObjectKey{Namespace: wf.Namespace, Name: name}, claim); {
		case err == nil:
			claims = append(claims, claim)
		case client.IgnoreNotFound(err) != nil:
			return nil, fmt.Errorf("get claim %s: %w", name, err)
		}
	}
	return claims, nil
}

// lastWarning is the last event of trouble with an object. Events outlive what they are about, and another object may have
// had its name.
func (r *Reconciler) lastWarning(ctx context.Context, about client.Object) (*corev1.Event, error) {
	var events corev1.EventList
	err := r.Live.List(ctx, &events, client.InNamespace(about.GetNamespace()), client.MatchingFields{"involvedObject.name": about.GetName()})
	if err != nil {
		return nil, fmt.Errorf("list events about %s: %w", about.GetName(), err)
	}
	var last *corev1.Event
	for i := range events.Items {
		e := &events.Items[i]
		if e.Type == corev1.EventTypeWarning && e.InvolvedObject.UID == about.GetUID() && (last == nil || when(e).After(when(last).Time)) {
			last = e
		}
	}
	return last, nil
}

// when is the time of an event, which the two kinds of recorders keep in different fields.
func when(e *corev1.Event) metav1.Time {
	if !e.LastTimestamp.IsZero() {
		return e.LastTimestamp
	}
	return metav1.Time(e.EventTime)
}

// waitingByEvent puts an event's reason under the head that the plan knows.
func waitingByEvent(reason string) string {
	volume := []string{"FailedMount", "FailedAttachVolume", "FailedMapVolume", "ProvisioningFailed", "VolumeFailedDelete", "FailedBinding"}
	switch {
	case slices.Contains(volume, reason):
		return plan.WaitingForVolume
	case reason == "FailedScheduling":
		return "Unschedulable"
	case reason == "FailedCreate":
		return plan.WaitingForLeave
	case reason == "FailedCreatePodSandBox":
		return "CreateContainerError"
	}
	return ""
}
