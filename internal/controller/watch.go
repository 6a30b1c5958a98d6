// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// uidIndex finds the Jobs and pods of a workflow in the caches.
const uidIndex = "workflow-uid"

// nameIndex finds what there is of all workflows that ever had a name.
const nameIndex = "workflow-name"

func index(mgr ctrl.Manager) error {
	byName := func(o client.Object) []string { return []string{o.GetLabels()[v1alpha1.LabelWorkflow]} }
	for _, o := range []client.Object{&corev1.ConfigMap{}, &batchv1.Job{}, &corev1.Pod{}, &corev1.PersistentVolumeClaim{}} {
		if err := mgr.GetFieldIndexer().IndexField(context.Background(), o, nameIndex, byName); err != nil {
			return fmt.Errorf("index %T by the workflow's name: %w", o, err)
		}
	}
	byUID := func(o client.Object) []string { return []string{o.GetLabels()[v1alpha1.LabelWorkflowUID]} }
	for _, o := range []client.Object{&batchv1.Job{}, &corev1.Pod{}, &corev1.PersistentVolumeClaim{}} {
		if err := mgr.GetFieldIndexer().IndexField(context.Background(), o, uidIndex, byUID); err != nil {
			return fmt.Errorf("index %T by workflow: %w", o, err)
		}
	}
	return nil
}

// CacheOptions make the caches hold only what is ours in the namespaces that are watched, and only what is read of it,
// so that memory grows with live workflows and not with the cluster. Secrets are never cached.
func CacheOptions(namespaces []string) cache.Options {
	ours, err := labels.NewRequirement(v1alpha1.LabelWorkflowUID, "exists", nil)
	if err != nil {
		panic(err) // The label's name is a constant.
	}
	selector := cache.ByObject{Label: labels.NewSelector().Add(*ours), Transform: slim}
	o := cache.Options{
		DefaultNamespaces: map[string]cache.Config{},
		DefaultTransform:  cache.TransformStripManagedFields(),
		ByObject: map[client.Object]cache.ByObject{
			&batchv1.Job{}: selector, &corev1.Pod{}: selector,
			&corev1.ConfigMap{}: selector, &corev1.PersistentVolumeClaim{}: selector,
			&networkingv1.NetworkPolicy{}: {Field: fields.OneTermEqualSelector("metadata.name", isolation.PolicyName)},
		},
	}
	for _, ns := range namespaces {
		o.DefaultNamespaces[ns] = cache.Config{}
	}
	return o
}

// slim drops what the operator never reads.
func slim(o any) (any, error) {
	switch o := o.(type) {
	case *batchv1.Job:
		o.ManagedFields, o.Spec = nil, batchv1.JobSpec{Suspend: o.Spec.Suspend}
	case *corev1.Pod:
		o.ManagedFields = nil
		o.Spec = corev1.PodSpec{NodeName: o.Spec.NodeName}
	case *corev1.ConfigMap:
		o.ManagedFields, o.Data, o.BinaryData = nil, nil, nil
	case *corev1.PersistentVolumeClaim:
		o.ManagedFields = nil
	}
	return o, nil
}

// workflowOf is the workflow that a pod belongs to. Its label is only a hint to look: what counts is the owner.
func workflowOf(_ context.Context, o client.Object) []reconcile.Request {
	name := o.GetLabels()[v1alpha1.LabelWorkflow]
	if name == "" {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: o.GetNamespace(), Name: name}}}
}

// answersCome calls for a workflow when there is news of its notices, after those of whose runs there is news: the attempts
// that end together at a receiver that never answers must hold up no run.
func answersCome() handler.EventHandler {
	return handler.Funcs{GenericFunc: func(_ context.Context, e event.GenericEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
		request := reconcile.Request{NamespacedName: client.ObjectKeyFromObject(e.Object)}
		if ranked, ok := q.(priorityqueue.PriorityQueue[reconcile.Request]); ok {
			ranked.AddWithOpts(priorityqueue.AddOpts{Priority: new(handler.LowPriority)}, request)
			return
		}
		q.Add(request)
	}}
}

// documentsLeft lets through documents that belong to nothing, when they are first seen: a new operator finds by them the
// deleted workflows whose end nobody was told of.
func documentsLeft() predicate.Predicate { return predicate.And(newOnes(), unheld()) }

// unheld lets through what belongs to nothing: what is left of a workflow that was deleted with --cascade=orphan.
func unheld() predicate.Predicate {
	return predicate.NewPredicateFuncs(func(o client.Object) bool { return metav1.GetControllerOf(o) == nil })
}

// newOnes lets through what is seen for the first time.
func newOnes() predicate.Predicate {
	return predicate.Funcs{
		UpdateFunc:  func(event.UpdateEvent) bool { return false },
		DeleteFunc:  func(event.DeleteEvent) bool { return false },
		GenericFunc: func(event.GenericEvent) bool { return false },
	}
}

// podsThatTell lets through what can change a decision: not every heartbeat of a status.
func podsThatTell() predicate.Predicate {
	return predicate.Funcs{
		CreateFunc: func(event.CreateEvent) bool { return true },
		DeleteFunc: func(event.DeleteEvent) bool { return true },
		UpdateFunc: func(e event.UpdateEvent) bool {
			before, after := e.ObjectOld.(*corev1.Pod), e.ObjectNew.(*corev1.Pod)
			return !equality.Semantic.DeepEqual(before.Status, after.Status) ||
				before.DeletionTimestamp.IsZero() != after.DeletionTimestamp.IsZero() || len(before.OwnerReferences) != len(after.OwnerReferences)
		},
	}
}
