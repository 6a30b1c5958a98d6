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
)

// observeOwners tells which of the objects that a workflow names were made for a workflow. It looks only where that
// matters, and at what is written on an object, never into it.
func (r *Reconciler) observeOwners(ctx context.Context, wf *v1alpha1.Workflow, kind string, names []string) (map[string]bool, error) {
	others := map[string]bool{}
	for _, name := range names {
		if _, seen := others[name]; seen {
			continue
		}
		object := &metav1.PartialObjectMetadata{}
		object.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind(kind))
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: wf.Namespace, Name: name}, object)
		if client.IgnoreNotFound(err) != nil {
			return nil, fmt.Errorf("look at %s %s: %w", kind, name, err)
		}
		others[name] = labelledUID(object) != ""
	}
	return others, nil
}
