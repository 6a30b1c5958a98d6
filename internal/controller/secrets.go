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

// observeSecrets tells which of the Secrets that a workflow names were made for a workflow. It looks only where that
// matters, and at what is written on a Secret, never into it.
func (r *Reconciler) observeSecrets(ctx context.Context, wf *v1alpha1.Workflow) (map[string]bool, error) {
	others := map[string]bool{}
	for _, name := range plan.NamedSecrets(wf.Spec) {
		secret := &metav1.PartialObjectMetadata{}
		secret.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Secret"))
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: wf.Namespace, Name: name}, secret)
		if client.IgnoreNotFound(err) != nil {
			return nil, fmt.Errorf("look at secret %s: %w", name, err)
		}
		others[name] = labelledUID(secret) != ""
	}
	return others, nil
}
