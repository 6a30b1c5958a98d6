// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// What is known of isolation is written to one ConfigMap of each namespace.
// +kubebuilder:rbac:groups="",namespace=ocean-compute,resources=configmaps,resourceNames=operator-engine-isolation,verbs=patch

// Isolation tells what is known of the network of pods.
type Isolation interface {
	Of(namespace string) plan.Isolation
	// Changed has the namespaces of which something else is known than before.
	Changed() <-chan event.GenericEvent
}

// waitingIn are the workflows of a namespace for which it may matter that something else is known of it.
func (r *Reconciler) waitingIn(ctx context.Context, namespace client.Object) []reconcile.Request {
	var all v1alpha1.WorkflowList
	if err := r.Client.List(ctx, &all, client.InNamespace(namespace.GetName()), client.UnsafeDisableDeepCopy); err != nil {
		return nil // Reading a cache fails only when the operator ends.
	}
	var waiting []reconcile.Request
	for i := range all.Items {
		if plan.Waits(&all.Items[i]) {
			waiting = append(waiting, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&all.Items[i])})
		}
	}
	return waiting
}
