// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/internal/render"
)

// A pod's deletion timestamp lies in the future by its grace period: when it was asked to go is what its end is compared with.
func TestAPodWasDeletedIfItEndedAfterItWasAskedToGo(t *testing.T) {
	asked := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const grace = 40
	for _, tc := range []struct {
		name  string
		ended time.Time
		phase corev1.PodPhase
		gone  bool
		want  bool
	}{
		{"it ended within its grace", asked.Add(2 * time.Second), corev1.PodFailed, true, true},
		{"it ended in the same second", asked, corev1.PodFailed, true, true},
		{"it had failed before", asked.Add(-time.Second), corev1.PodFailed, true, false},
		{"it succeeded all the same", asked.Add(2 * time.Second), corev1.PodSucceeded, true, false},
		{"nobody deleted it", asked, corev1.PodFailed, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pod := corev1.Pod{Status: corev1.PodStatus{Phase: tc.phase, ContainerStatuses: []corev1.ContainerStatus{{
				Name:  render.MainContainer,
				State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 143, FinishedAt: metav1.NewTime(tc.ended)}},
			}}}}
			if tc.gone {
				pod.DeletionTimestamp, pod.DeletionGracePeriodSeconds = new(metav1.NewTime(asked.Add(grace*time.Second))), new(int64(grace))
			}
			if run := runOf(&batchv1.Job{}, []corev1.Pod{pod}); run.Deleted != tc.want {
				t.Errorf("it was deleted: %t", run.Deleted)
			}
		})
	}
}
