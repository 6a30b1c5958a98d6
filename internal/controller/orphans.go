// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// jobOf is the name of the Job that a pod was made by; empty if it is none of this workflow's. A Job that is deleted with
// --cascade=orphan takes its name out of its pod, whose labels still tell the attempt.
func jobOf(wf *v1alpha1.Workflow, pod *corev1.Pod) string {
	owner := metav1.GetControllerOf(pod)
	if owner != nil && owner.Kind == "Job" {
		return owner.Name
	}
	if labelledUID(pod) != string(wf.UID) || !isOrphan(pod) {
		return ""
	}
	return pod.Labels[batchv1.JobNameLabel]
}

// isOrphan tells that a Job of ours made a pod that belongs to nothing now. A copy that somebody made to look into, labels and
// all, has a name of its own and is left alone.
func isOrphan(pod *corev1.Pod) bool {
	_, ours := attemptOf(pod.Labels)
	job := pod.Labels[batchv1.JobNameLabel]
	begin := job + "-"
	return ours && metav1.GetControllerOf(pod) == nil && job != "" && strings.HasPrefix(pod.Name, begin[:min(len(begin), maxGenerated)])
}

// maxGenerated is how much of a name the API server keeps when it adds five letters of its own to it.
const maxGenerated = 63 - 5

// isHeld tells that a pod lives on though its Job is being deleted, and that nobody will end it. A finalizer of somebody else's
// keeps such a Job from going; to the garbage collector its pod has an owner as long as that is there, and the Job controller
// obeys no spec.suspend any more. Where the garbage collector was told what becomes of the pods before the Job goes, it is its turn.
func isHeld(job *batchv1.Job, pod *corev1.Pod) bool {
	_, ours := attemptOf(pod.Labels)
	if !ours || !metav1.IsControlledBy(pod, job) || job.DeletionTimestamp.IsZero() || terminal(pod) || endedWell(pod, mainStatus(pod)) {
		return false
	}
	return !slices.Contains(job.Finalizers, metav1.FinalizerDeleteDependents) && !slices.Contains(job.Finalizers, metav1.FinalizerOrphanDependents)
}

// isForsaken tells that nobody but the operator will ever take a pod away.
func (r *Reconciler) isForsaken(ctx context.Context, pod *corev1.Pod) (bool, error) {
	owner := metav1.GetControllerOf(pod)
	if owner == nil || owner.Kind != "Job" {
		return isOrphan(pod), nil
	}
	var job batchv1.Job
	key := client.ObjectKey{Namespace: pod.Namespace, Name: owner.Name}
	if err := r.Client.Get(ctx, key, &job); err != nil {
		return false, client.IgnoreNotFound(err) // One whose Job is gone goes with it.
	}
	return isHeld(&job, pod), nil
}

// orphans are the pods among some that belong to nothing, or to a Job that is held, and that nobody is taking away, as the caches
// show them.
func (r *Reconciler) orphans(ctx context.Context, namespace string, which client.ListOption) ([]corev1.Pod, error) {
	var list corev1.PodList
	if err := r.Client.List(ctx, &list, client.InNamespace(namespace), which); err != nil {
		return nil, fmt.Errorf("list pods: %w", err)
	}
	var found []corev1.Pod
	for i := range list.Items {
		pod := &list.Items[i]
		if !pod.DeletionTimestamp.IsZero() {
			continue
		}
		forsaken, err := r.isForsaken(ctx, pod)
		if err != nil {
			return nil, fmt.Errorf("get the job of pod %s: %w", pod.Name, err)
		}
		if forsaken {
			found = append(found, *pod)
		}
	}
	return found, nil
}

// deleteOrphans takes away those of a workflow, which may be there no more.
func (r *Reconciler) deleteOrphans(ctx context.Context, wf *v1alpha1.Workflow) error {
	orphans, err := r.orphans(ctx, wf.Namespace, client.MatchingFields{uidIndex: string(wf.UID)})
	if err != nil {
		return err
	}
	for i := range orphans {
		if err := r.Client.Delete(ctx, &orphans[i], justThis(&orphans[i])); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("delete pod %s, which nobody else takes away: %w", orphans[i].Name, err)
		}
	}
	return nil
}
