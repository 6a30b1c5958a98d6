// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/internal/render"
)

// pod makes the pod that the Job controller would make for a Job, once the operator has created that Job.
func (o *operator) pod(t *testing.T, job string) *corev1.Pod {
	t.Helper()
	owner := o.awaitJob(t, job)
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: job + "-x", Namespace: o.namespace, Labels: owner.Spec.Template.Labels,
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(owner, batchv1.SchemeGroupVersion.WithKind("Job"))},
		},
		Spec: owner.Spec.Template.Spec,
	}
	pod.Spec.ServiceAccountName, pod.Spec.DeprecatedServiceAccount = "", "" // There is no controller that makes accounts here.
	if err := o.admin.Create(t.Context(), pod); err != nil {
		t.Fatal(err)
	}
	return pod
}

// suspends plays the Job controller and the kubelet once the operator has suspended a Job.
func (o *operator) suspends(t *testing.T, name string, pod *corev1.Pod) {
	t.Helper()
	var job batchv1.Job
	o.awaitThat(t, &batchv1.JobList{}, "the job is suspended", func() bool {
		err := o.admin.Get(t.Context(), client.ObjectKey{Namespace: o.namespace, Name: name}, &job)
		return err == nil && ptr.Deref(job.Spec.Suspend, false)
	})
	if err := o.admin.Delete(t.Context(), pod, client.GracePeriodSeconds(0)); err != nil {
		t.Fatal(err)
	}
	job.Status.Conditions = append(job.Status.Conditions, batchv1.JobCondition{Type: batchv1.JobSuspended, Status: corev1.ConditionTrue})
	if err := o.admin.Status().Update(t.Context(), &job); err != nil {
		t.Fatal(err)
	}
}

// starts plays the kubelet whose container began to run.
func (o *operator) starts(t *testing.T, pod *corev1.Pod) {
	t.Helper()
	o.report(t, pod, corev1.PodRunning, corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}})
}

// ends plays the kubelet whose container exited.
func (o *operator) ends(t *testing.T, pod *corev1.Pod, exitCode int32, message string) {
	t.Helper()
	phase := corev1.PodSucceeded
	if exitCode != 0 {
		phase = corev1.PodFailed
	}
	o.report(t, pod, phase, corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: exitCode, Message: message, StartedAt: metav1.Now(), FinishedAt: metav1.Now(),
	}})
}

func (o *operator) report(t *testing.T, pod *corev1.Pod, phase corev1.PodPhase, state corev1.ContainerState) {
	t.Helper()
	before := pod.DeepCopy()
	pod.Status.Phase = phase
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: render.MainContainer, Image: "x", ImageID: "x", State: state}}
	if err := o.admin.Status().Patch(t.Context(), pod, client.MergeFrom(before)); err != nil {
		t.Fatal(err)
	}
}
