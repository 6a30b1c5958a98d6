// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// observeQueue looks at a waiting workflow's place among all others, in all namespaces that are watched.
func (r *Reconciler) observeQueue(ctx context.Context, wf *v1alpha1.Workflow) (plan.Queue, error) {
	if r.Settings.MaxJobs == 0 || !plan.Waits(wf) {
		return plan.Queue{}, nil
	}
	var all v1alpha1.WorkflowList
	if err := r.Client.List(ctx, &all, client.UnsafeDisableDeepCopy); err != nil {
		return plan.Queue{}, fmt.Errorf("list workflows: %w", err)
	}
	return plan.Standing(wf, all.Items), nil
}

// nextInQueue calls those that it concerns whenever a place may have become free.
func (r *Reconciler) nextInQueue() handler.EventHandler {
	type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]
	return handler.Funcs{
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) {
			before, after := e.ObjectOld.(*v1alpha1.Workflow), e.ObjectNew.(*v1alpha1.Workflow)
			if plan.TakesPlace(before) && !plan.TakesPlace(after) {
				r.callWaiting(ctx, q)
			}
		},
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) {
			if plan.TakesPlace(e.Object.(*v1alpha1.Workflow)) {
				r.callWaiting(ctx, q)
			}
		},
	}
}

func (r *Reconciler) callWaiting(ctx context.Context, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
	var all v1alpha1.WorkflowList
	if err := r.Client.List(ctx, &all, client.UnsafeDisableDeepCopy); err != nil {
		return // Reading a cache fails only when the operator ends.
	}
	for _, wf := range r.Settings.Moved(all.Items) {
		q.Add(reconcile.Request{NamespacedName: client.ObjectKeyFromObject(wf)})
	}
}
