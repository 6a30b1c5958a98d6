// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// apply does what was decided. What the API server refuses is kept for the next decision, which is then due at once; of what
// was to follow only notices are still sent.
func (r *Reconciler) apply(ctx context.Context, wf *v1alpha1.Workflow, d plan.Decision) (again bool, err error) {
	memory := r.memory.of(wf)
	known := memory.refusal
	memory.refusal = nil
	for _, a := range d.Actions {
		if memory.refusal != nil && !sends(a) {
			continue
		}
		log.FromContext(ctx).V(1).Info("Applying", "action", a.String())
		err := r.act(ctx, wf, a)
		if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
			return false, nil // The namespace takes everything with it, the workflow too.
		}
		if refusal, ok := refusalOf(err); ok && creates(a) {
			log.FromContext(ctx).Info("Was refused", "action", a.String(), "reason", refusal.Reason, "message", refusal.Message)
			memory.refusal = refusal
			continue
		}
		if err != nil {
			return false, fmt.Errorf("%s: %w", a, err)
		}
	}
	return memory.refusal != nil && !alike(known, memory.refusal), nil
}

// alike tells two refusals that lead to the same decision. The words may differ each time, as by the number of a request.
func alike(a, b *plan.Refusal) bool { return a != nil && a.Reason == b.Reason && a.Final == b.Final }

// creates tells the actions whose refusal is data for the plan. That a deletion is forbidden is a mistake in the operator's
// rights, and stays an error.
func creates(a plan.Action) bool {
	switch a.(type) {
	case plan.CreateChildren, plan.CreateJob:
		return true
	}
	return false
}

func sends(a plan.Action) bool {
	_, notice := a.(plan.SendNotice)
	return notice
}

func (r *Reconciler) act(ctx context.Context, wf *v1alpha1.Workflow, a plan.Action) error {
	switch a := a.(type) {
	case plan.CreateChildren:
		return r.createChildren(ctx, wf)
	case plan.CreateJob:
		return r.createJob(ctx, wf, a)
	case plan.EndJob:
		return r.endJob(ctx, wf, a)
	case plan.DeleteChildren:
		return r.deleteChildren(ctx, wf, a)
	case plan.DeleteOrphans:
		return r.deleteOrphans(ctx, wf)
	case plan.DeleteRemains:
		return r.deleteRemains(ctx, wf)
	case plan.DeleteDocument:
		return r.deleteDocument(ctx, wf)
	case plan.MarkGone:
		return r.markGone(ctx, wf)
	case plan.SendNotice:
		r.Notices.Send(wf, a)
		return nil
	case plan.DeleteWorkflow:
		return r.deleteWorkflow(ctx, wf)
	}
	return fmt.Errorf("no function for an action of type %T", a)
}

func (r *Reconciler) createJob(ctx context.Context, wf *v1alpha1.Workflow, a plan.CreateJob) error {
	job, err := r.Renderer().Job(wf, render.Run{Kind: a.Step.Kind, Stage: a.Step.Stage, Attempt: a.Attempt})
	if err != nil {
		return refuse(plan.Refusal{Reason: v1alpha1.ReasonInvalid, Message: err.Error(), Final: true})
	}
	return r.create(ctx, wf, job)
}

// endJob suspends a Job, and so the Job controller ends its pod within the grace period of its template. See
// docs/design/0010-an-attempt-ends-suspended.md for why it is not deleted.
func (r *Reconciler) endJob(ctx context.Context, wf *v1alpha1.Workflow, a plan.EndJob) error {
	key := types.NamespacedName{Namespace: wf.Namespace, Name: jobName(wf, a.Step, a.Attempt)}
	var job batchv1.Job
	if err := r.Live.Get(ctx, key, &job); err != nil {
		return client.IgnoreNotFound(err)
	}
	if !metav1.IsControlledBy(&job, wf) || suspended(&job) {
		return nil
	}
	// A patch that names another UID than the object's is refused, so it cannot hit a later one of the same name.
	patch := fmt.Appendf(nil, `{"metadata":{"uid":%q},"spec":{"suspend":true}}`, job.UID)
	return client.IgnoreNotFound(r.Client.Patch(ctx, &job, client.RawPatch(types.MergePatchType, patch)))
}

func (r *Reconciler) deleteWorkflow(ctx context.Context, wf *v1alpha1.Workflow) error {
	return client.IgnoreNotFound(r.Client.Delete(ctx, wf, justThis(wf), client.PropagationPolicy(metav1.DeletePropagationBackground)))
}

// justThis keeps a delete from hitting a later object of the same name.
func justThis(o client.Object) client.DeleteOption {
	return client.Preconditions{UID: new(o.GetUID())}
}
