// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// observeNames looks at the objects that a workflow names.
func (r *Reconciler) observeNames(ctx context.Context, w *plan.World) error {
	secrets, err := r.named(ctx, w.Workflow, "Secret", plan.NamedSecrets(w.Workflow.Spec))
	if err != nil {
		return err
	}
	claims, err := r.named(ctx, w.Workflow, "PersistentVolumeClaim", plan.NamedClaims(w.Workflow.Spec))
	if err != nil {
		return err
	}
	w.OthersSecrets, w.OthersClaims, w.AbsentClaims = secrets.others, claims.others, claims.absent
	return nil
}

// named is what there is to objects of a kind, by their names: which were made for a workflow, and which are not there, or
// are going.
type named struct{ others, absent map[string]bool }

// named looks only at what is written on an object, never into it.
func (r *Reconciler) named(ctx context.Context, wf *v1alpha1.Workflow, kind string, names []string) (named, error) {
	n := named{others: map[string]bool{}, absent: map[string]bool{}}
	for _, name := range names {
		if _, seen := n.others[name]; seen {
			continue
		}
		object := &metav1.PartialObjectMetadata{}
		object.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind(kind))
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: wf.Namespace, Name: name}, object)
		if client.IgnoreNotFound(err) != nil {
			return n, fmt.Errorf("look at %s %s: %w", kind, name, err)
		}
		n.others[name] = labelledUID(object) != ""
		n.absent[name] = err != nil || !object.DeletionTimestamp.IsZero()
	}
	return n, nil
}
