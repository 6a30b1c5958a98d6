// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// mark is the label of this program's workflows.
var mark = client.MatchingLabels{"oceanprotocol.com/bench": "burst"}

func (b *burst) create(ctx context.Context, n int) error {
	for i := range n {
		wf := &v1alpha1.Workflow{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("burst-%d", i), Namespace: b.namespace, Labels: mark},
			Spec: v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{{
				Name:      "nothing",
				Algorithm: v1alpha1.Algorithm{Container: v1alpha1.Container{Image: "busybox", Tag: "1.35", Entrypoint: "true"}},
				Compute: v1alpha1.Compute{MaxTimeSeconds: 600, Resources: v1alpha1.ComputeResources{
					Requests: v1alpha1.ResourceList{corev1.ResourceCPU: small, corev1.ResourceMemory: small},
				}},
			}}},
		}
		if err := b.client.Create(ctx, wf); err != nil {
			return fmt.Errorf("create workflow %d: %w", i, err)
		}
	}
	return nil
}

// awaitEnd watches until all have ended, and counts those that succeeded.
func (b *burst) awaitEnd(ctx context.Context, n int) (succeeded int, err error) {
	err = b.until(ctx, &v1alpha1.WorkflowList{}, func() (bool, error) {
		var all v1alpha1.WorkflowList
		if err := b.client.List(ctx, &all, client.InNamespace(b.namespace), mark); err != nil {
			return false, fmt.Errorf("list workflows: %w", err)
		}
		ended := 0
		succeeded = 0
		for i := range all.Items {
			if all.Items[i].Status.CompletionTime != nil {
				ended++
			}
			if all.Items[i].Status.Phase == v1alpha1.PhaseSucceeded {
				succeeded++
			}
		}
		b.progress(ended, n)
		return ended == n, nil
	})
	return succeeded, err
}

// awaitNothingLeft deletes the workflows, and watches until no claim is left.
func (b *burst) awaitNothingLeft(ctx context.Context) error {
	if err := b.client.DeleteAllOf(ctx, &v1alpha1.Workflow{}, client.InNamespace(b.namespace), mark); err != nil {
		return fmt.Errorf("delete workflows: %w", err)
	}
	return b.until(ctx, &corev1.PersistentVolumeClaimList{}, func() (bool, error) {
		var claims corev1.PersistentVolumeClaimList
		if err := b.client.List(ctx, &claims, client.InNamespace(b.namespace), client.HasLabels{v1alpha1.LabelWorkflowUID}); err != nil {
			return false, fmt.Errorf("list claims: %w", err)
		}
		return len(claims.Items) == 0, nil
	})
}
