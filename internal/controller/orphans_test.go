// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestAPodIsHeldIfItLivesOnWhileItsJobIsBeingDeleted(t *testing.T) {
	running := podThat(corev1.PodRunning, isRunning())
	for _, tc := range []struct {
		name string
		job  *batchv1.Job
		pod  corev1.Pod
		want bool
	}{
		{"it runs", heldJob("example.com/hold"), running, true},
		{"it waits", heldJob("example.com/hold"), podThat(corev1.PodPending, waiting("ContainerCreating", "")), true},
		{"a helper beside it runs", heldJob("example.com/hold"), podThat(corev1.PodRunning, terminated(0, "Completed", ""), sidecarRuns), true},
		{"how it ended well is still to be recorded", heldJob("example.com/hold"), podThat(corev1.PodSucceeded, terminated(0, "Completed", "")), false},
		{"its phase will follow", heldJob("example.com/hold"), podThat(corev1.PodRunning, terminated(0, "Completed", "")), false},
		{"how it failed is still to be recorded", heldJob("example.com/hold"), podThat(corev1.PodFailed, terminated(3, "Error", "")), false},
		{"the garbage collector takes it away first", heldJob("example.com/hold", metav1.FinalizerDeleteDependents), running, false},
		{"the garbage collector parts it from its Job first", heldJob(metav1.FinalizerOrphanDependents), running, false},
		{"nobody deletes its Job", jobThat(), running, false},
		{"it is of another Job of this name", heldJob("example.com/hold"), podThat(corev1.PodRunning, isRunning(), ofAnotherJob), false},
		{"it is no attempt's", heldJob("example.com/hold"), podThat(corev1.PodRunning, isRunning(), ofNoAttempt), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.job.Name, tc.job.UID = "word-count-algorithm-job", "1"
			if tc.pod.OwnerReferences == nil {
				tc.pod.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(tc.job, batchv1.SchemeGroupVersion.WithKind("Job"))}
			}
			if tc.pod.Labels == nil {
				tc.pod.Labels = map[string]string{v1alpha1.LabelAttempt: "1", v1alpha1.LabelComponent: string(v1alpha1.StepAlgorithm)}
			}
			if got := isHeld(tc.job, &tc.pod); got != tc.want {
				t.Errorf("it is held: %t", got)
			}
		})
	}
}

// heldJob is being deleted and does not go.
func heldJob(finalizers ...string) *batchv1.Job {
	return &batchv1.Job{ObjectMeta: metav1.ObjectMeta{DeletionTimestamp: &ended, Finalizers: finalizers}}
}

func ofAnotherJob(pod *corev1.Pod) {
	other := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "word-count-algorithm-job", UID: "2"}}
	pod.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(other, batchv1.SchemeGroupVersion.WithKind("Job"))}
}

func ofNoAttempt(pod *corev1.Pod) { pod.Labels = map[string]string{} }
