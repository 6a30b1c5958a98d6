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
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// explain looks for the reason of a start that does not come, in the last warning about the claims, and where the pod says
// nothing at all, about the Job or its pod. Some reasons stand nowhere else: that a volume cannot be mounted or provided, that
// a pod was not admitted. It asks the API server once, when the time to start is over.
func (r *Reconciler) explain(ctx context.Context, wf *v1alpha1.Workflow, job *batchv1.Job, pods []corev1.Pod, run *plan.Run) error {
	about := []string{render.DataClaimName(wf), render.AdminLogsClaimName(wf)}
	if run.Waiting == "" {
		about = append(about, job.Name)
		for i := range pods {
			about = append(about, pods[i].Name)
		}
	}
	var last *corev1.Event
	for _, name := range about {
		var events corev1.EventList
		if err := r.Live.List(ctx, &events, client.InNamespace(wf.Namespace), client.MatchingFields{"involvedObject.name": name}); err != nil {
			return fmt.Errorf("list events about %s: %w", name, err)
		}
		for i := range events.Items {
			e := &events.Items[i]
			if e.Type == corev1.EventTypeWarning && (last == nil || when(e).After(when(last).Time)) {
				last = e
			}
		}
	}
	if last == nil {
		return nil
	}
	run.Message = printable(last.Message)
	if run.Waiting == "" {
		run.Waiting = waitingByEvent(last.Reason)
	}
	return nil
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
	case reason == "FailedCreate" || reason == "FailedCreatePodSandBox":
		return "CreateContainerError"
	}
	return ""
}
