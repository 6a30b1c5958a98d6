// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// observe turns what the cluster shows into plain data.
func (r *Reconciler) observe(ctx context.Context, wf *v1alpha1.Workflow) (plan.World, error) {
	w := plan.World{
		Now:      r.Clock.Now(),
		Workflow: wf,
		Runs:     map[plan.Step]plan.Run{},
		Refusal:  r.memory.of(wf).refusal,
		Settings: r.Settings,
	}
	var err error
	if r.Notices != nil {
		w.Answers = r.Notices.Answers(wf.UID)
	}
	if r.Isolation != nil {
		w.Isolation = r.Isolation.Of(wf.Namespace)
	}
	if w.Children, err = r.observeChildren(ctx, wf); err != nil {
		return w, err
	}
	if w.Queue, err = r.observeQueue(ctx, wf); err != nil {
		return w, err
	}
	if w.Strays, err = r.observeStrays(ctx, wf); err != nil {
		return w, err
	}
	for step, attempt := range underWay(wf) {
		run, err := r.observeRun(ctx, w, step, attempt)
		if err != nil {
			return w, fmt.Errorf("look at %s: %w", step, err)
		}
		w.Runs[step] = run
	}
	if w.NamesMatter() {
		return w, r.observeNames(ctx, &w)
	}
	return w, nil
}

// underWay are the steps whose last attempt is recorded and not settled, with that attempt's number.
func underWay(wf *v1alpha1.Workflow) map[plan.Step]int32 {
	steps := map[plan.Step]int32{}
	add := func(s plan.Step, st *v1alpha1.StepStatus) {
		if st != nil && (st.State == v1alpha1.StepActive || st.State == v1alpha1.StepEnding) {
			steps[s] = st.Attempts
		}
	}
	add(plan.Step{Kind: v1alpha1.StepConfigure}, wf.Status.Configure)
	for i := range wf.Status.Stages {
		st := &wf.Status.Stages[i]
		add(plan.Step{Kind: v1alpha1.StepAlgorithm, Stage: st.Name}, &st.StepStatus)
	}
	add(plan.Step{Kind: v1alpha1.StepFilter}, wf.Status.Filter)
	add(plan.Step{Kind: v1alpha1.StepPublish}, wf.Status.Publish)
	return steps
}

func (r *Reconciler) observeRun(ctx context.Context, w plan.World, s plan.Step, attempt int32) (plan.Run, error) {
	wf := w.Workflow
	name := jobName(wf, s, attempt)
	key := types.NamespacedName{Namespace: wf.Namespace, Name: name}
	var job batchv1.Job
	err := r.Client.Get(ctx, key, &job)
	if apierrors.IsNotFound(err) {
		return r.runNow(ctx, wf, key)
	}
	if err != nil {
		return plan.Run{}, fmt.Errorf("get job %s: %w", key, err)
	}
	if !metav1.IsControlledBy(&job, wf) {
		return plan.Run{}, nil // Creating ours will tell that the name is taken.
	}
	pods, err := r.podsOf(ctx, r.Client, wf, name, client.MatchingFields{uidIndex: string(wf.UID)})
	if err != nil {
		return plan.Run{}, err
	}
	if doubtful(wf, &job, pods) {
		if pods, err = r.podsOf(ctx, r.Live, wf, name, client.MatchingLabels{v1alpha1.LabelWorkflowUID: string(wf.UID)}); err != nil {
			return plan.Run{}, err
		}
	}
	run := runOf(&job, pods)
	if w.Unexplained(s, run) {
		if err := r.explain(ctx, wf, &job, pods, &run); err != nil {
			return run, err
		}
	}
	return run, nil
}

// doubtful tells when a cache's word on the pods is not enough, because it may lag behind that of Jobs and Workflows: how
// the pod of a closed or suspended Job ended decides, and so does whether one that is about to be stopped has started, and
// whether there is one of a Job that is being deleted.
func doubtful(wf *v1alpha1.Workflow, job *batchv1.Job, pods []corev1.Pod) bool {
	unseen := !slices.ContainsFunc(pods, func(p corev1.Pod) bool { return terminal(&p) })
	deleted := !job.DeletionTimestamp.IsZero() && len(pods) == 0
	return deleted || (over(job) || quiet(job)) && unseen || stopping(wf) && runOf(job, pods).State == plan.RunPending
}

// stopping tells that somebody asked for a stop that is not noted yet.
func stopping(wf *v1alpha1.Workflow) bool {
	return wf.Spec.Stop && wf.Status.StopReq == v1alpha1.StopNone
}

// runNow asks the API server itself: a Job that the cache does not show may have just been created, and one that was deleted
// may have left a pod that still runs.
func (r *Reconciler) runNow(ctx context.Context, wf *v1alpha1.Workflow, key types.NamespacedName) (plan.Run, error) {
	var job batchv1.Job
	err := r.Live.Get(ctx, key, &job)
	if client.IgnoreNotFound(err) != nil {
		return plan.Run{}, fmt.Errorf("look at job %s itself: %w", key, err)
	}
	found := err == nil && metav1.IsControlledBy(&job, wf)
	if found && untouched(&job) && !stopping(wf) {
		return runOf(&job, nil), nil
	}
	pods, err := r.podsOf(ctx, r.Live, wf, key.Name, client.MatchingLabels{v1alpha1.LabelWorkflowUID: string(wf.UID)})
	if err != nil {
		return plan.Run{}, err
	}
	if found {
		return runOf(&job, pods), nil
	}
	for i := range pods {
		if !terminal(&pods[i]) {
			return runOf(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{DeletionTimestamp: new(metav1.Now())}}, pods[i:i+1]), nil
		}
	}
	return plan.Run{}, nil
}

// podsOf are the pods of one Job.
func (r *Reconciler) podsOf(ctx context.Context, from client.Reader, wf *v1alpha1.Workflow, job string, which client.ListOption) ([]corev1.Pod, error) {
	var list corev1.PodList
	if err := from.List(ctx, &list, client.InNamespace(wf.Namespace), which); err != nil {
		return nil, fmt.Errorf("list pods of job %s: %w", job, err)
	}
	var pods []corev1.Pod
	for i := range list.Items {
		if jobOf(wf, &list.Items[i]) == job {
			pods = append(pods, list.Items[i])
		}
	}
	return pods, nil
}

// observeChildren tells which shared objects of this workflow are there. What is being deleted already counts as gone.
func (r *Reconciler) observeChildren(ctx context.Context, wf *v1alpha1.Workflow) (plan.Children, error) {
	var c plan.Children
	mine := []client.ListOption{client.InNamespace(wf.Namespace), client.MatchingFields{uidIndex: string(wf.UID)}}
	var jobs batchv1.JobList
	if err := r.Client.List(ctx, &jobs, mine...); err != nil {
		return c, fmt.Errorf("list jobs: %w", err)
	}
	known := r.memory.of(wf)
	known.shown = map[types.UID]bool{}
	for i := range jobs.Items {
		c.Jobs = known.sees(&jobs.Items[i], true) || c.Jobs
	}
	var claims corev1.PersistentVolumeClaimList
	if err := r.Client.List(ctx, &claims, mine...); err != nil {
		return c, fmt.Errorf("list claims: %w", err)
	}
	for i := range claims.Items {
		c.Claims = known.sees(&claims.Items[i], false) || c.Claims
	}
	orphans, err := r.orphans(ctx, wf.Namespace, client.MatchingFields{uidIndex: string(wf.UID)})
	if err != nil {
		return c, err
	}
	c.Orphans = len(orphans) > 0
	var document corev1.ConfigMap
	err = r.Client.Get(ctx, types.NamespacedName{Namespace: wf.Namespace, Name: render.DocumentName(wf)}, &document)
	if client.IgnoreNotFound(err) != nil {
		return c, fmt.Errorf("get document: %w", err)
	}
	documented := err == nil && document.DeletionTimestamp.IsZero() && isOurs(wf, &document)
	c.Document = documented && metav1.GetControllerOf(&document) == nil && !known.swept[document.UID]
	c.Missing = !documented || len(claims.Items) < 2
	return c, nil
}
