// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"strconv"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// observeStrays finds the attempts that are alive though none is recorded as under way. What the caches show is only a hint:
// an attempt is a stray if it was there before the API server itself said that no record stands for it, since every record
// comes before its Job.
func (r *Reconciler) observeStrays(ctx context.Context, wf *v1alpha1.Workflow) ([]plan.Stray, error) {
	suspects, err := r.suspects(ctx, wf)
	if err != nil || len(suspects) == 0 {
		return nil, err
	}
	last, err := r.isLast(ctx, wf)
	if err != nil || !last {
		return nil, err // The cache will show what the record is now, and call again.
	}
	var strays []plan.Stray
	for _, s := range suspects {
		key := types.NamespacedName{Namespace: wf.Namespace, Name: jobName(wf, s.Step, s.Attempt)}
		if s.Run, err = r.runNow(ctx, wf, key); err != nil {
			return nil, err
		}
		switch s.Run.State {
		case plan.RunPending, plan.RunRunning, plan.RunLeaving:
			strays = append(strays, s)
		case plan.RunAbsent, plan.RunSuspended, plan.RunSucceeded, plan.RunFailed:
		}
	}
	return strays, nil
}

// suspects are the attempts with a Job or a pod that is alive, as the caches show them, except those under way.
func (r *Reconciler) suspects(ctx context.Context, wf *v1alpha1.Workflow) ([]plan.Stray, error) {
	mine := []client.ListOption{client.InNamespace(wf.Namespace), client.MatchingFields{uidIndex: string(wf.UID)}}
	var jobs batchv1.JobList
	if err := r.Client.List(ctx, &jobs, mine...); err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	var pods corev1.PodList
	if err := r.Client.List(ctx, &pods, mine...); err != nil {
		return nil, fmt.Errorf("list pods: %w", err)
	}
	var found []plan.Stray
	known := map[string]bool{}
	for step, attempt := range underWay(wf) {
		known[jobName(wf, step, attempt)] = true
	}
	suspect := func(name string, labels map[string]string) {
		s, ok := strayOf(wf, name, labels)
		if ok && !known[name] {
			found = append(found, s)
		}
		known[name] = true
	}
	for i := range pods.Items {
		pod := &pods.Items[i]
		job := jobOf(wf, pod)
		switch {
		case job == "":
		case terminal(pod) || endedWell(pod, mainStatus(pod)):
			known[job] = true // One pod ended, and there is never another.
		default:
			suspect(job, pod.Labels)
		}
	}
	for i := range jobs.Items {
		if job := &jobs.Items[i]; metav1.IsControlledBy(job, wf) && !over(job) && !quiet(job) {
			suspect(job.Name, job.Labels)
		}
	}
	return found, nil
}

// strayOf reads from its labels which attempt a Job is. One that has another name than that attempt's is not of our making.
func strayOf(wf *v1alpha1.Workflow, name string, labels map[string]string) (plan.Stray, bool) {
	s, ok := attemptOf(labels)
	return s, ok && jobName(wf, s.Step, s.Attempt) == name
}

// attemptOf reads from labels which attempt they are of.
func attemptOf(labels map[string]string) (plan.Stray, bool) {
	attempt, err := strconv.ParseInt(labels[v1alpha1.LabelAttempt], 10, 32)
	step := plan.Step{Kind: v1alpha1.StepKind(labels[v1alpha1.LabelComponent]), Stage: labels[v1alpha1.LabelStage]}
	return plan.Stray{Step: step, Attempt: int32(attempt)}, err == nil
}

func jobName(wf *v1alpha1.Workflow, s plan.Step, attempt int32) string {
	return render.JobName(wf, render.Run{Kind: s.Kind, Stage: s.Stage, Attempt: attempt})
}
