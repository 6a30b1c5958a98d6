// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// observeQueue counts the workflows that a waiting one stands behind, in all namespaces that are watched. Whether one that
// is older has just been admitted or still waits makes no difference to the sum, so a cache that lags cannot let in two for
// one place.
func (r *Reconciler) observeQueue(ctx context.Context, wf *v1alpha1.Workflow) (plan.Queue, error) {
	var q plan.Queue
	if r.Settings.MaxJobs == 0 || !waits(wf) {
		return q, nil
	}
	var all v1alpha1.WorkflowList
	if err := r.Client.List(ctx, &all); err != nil {
		return q, fmt.Errorf("list workflows: %w", err)
	}
	for i := range all.Items {
		other := &all.Items[i]
		switch {
		case other.UID == wf.UID || ended(other):
		case runs(other):
			q.Running++
		case waits(other) && !other.Spec.Suspend && older(other, wf):
			q.Ahead++
		}
	}
	return q, nil
}

func admission(wf *v1alpha1.Workflow) metav1.ConditionStatus {
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionAdmitted); c != nil {
		return c.Status
	}
	return metav1.ConditionUnknown
}

// ended tells a workflow that takes no place any more.
func ended(wf *v1alpha1.Workflow) bool { return wf.Status.CompletionTime != nil }

func runs(wf *v1alpha1.Workflow) bool { return admission(wf) == metav1.ConditionTrue && !ended(wf) }

func waits(wf *v1alpha1.Workflow) bool {
	return admission(wf) == metav1.ConditionUnknown && !ended(wf) && wf.DeletionTimestamp.IsZero() && !wf.Spec.Stop
}

// older is the order of the queue: by time of creation, and by name among those of the same second.
func older(a, b *v1alpha1.Workflow) bool {
	if order := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); order != 0 {
		return order < 0
	}
	return strings.Compare(a.Namespace+"/"+a.Name, b.Namespace+"/"+b.Name) < 0
}

// nextInQueue calls those that wait whenever a place may have become free.
func (r *Reconciler) nextInQueue() handler.EventHandler {
	type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]
	return handler.Funcs{
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) {
			before, after := e.ObjectOld.(*v1alpha1.Workflow), e.ObjectNew.(*v1alpha1.Workflow)
			if takesPlace(before) && !takesPlace(after) {
				r.callWaiting(ctx, q)
			}
		},
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) {
			if takesPlace(e.Object.(*v1alpha1.Workflow)) {
				r.callWaiting(ctx, q)
			}
		},
	}
}

// takesPlace tells that others stand behind a workflow.
func takesPlace(wf *v1alpha1.Workflow) bool { return runs(wf) || waits(wf) && !wf.Spec.Suspend }

func (r *Reconciler) callWaiting(ctx context.Context, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
	var all v1alpha1.WorkflowList
	if err := r.Client.List(ctx, &all); err != nil {
		return // Reading a cache fails only when the operator ends.
	}
	for i := range all.Items {
		if waits(&all.Items[i]) {
			q.Add(reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&all.Items[i])})
		}
	}
}
