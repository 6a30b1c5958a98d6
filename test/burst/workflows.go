// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package burst

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// small is what the algorithm asks for, so that the number of pods and not their requests is the limit.
var small = v1alpha1.Quantity{Quantity: *resource.NewMilliQuantity(1, resource.DecimalSI)}

// mark is the label of a burst's workflows.
var mark = client.MatchingLabels{"oceanprotocol.com/bench": "burst"}

func (b *burst) create(ctx context.Context) error {
	for i := range b.Workflows {
		wf := &v1alpha1.Workflow{
			ObjectMeta: metav1.ObjectMeta{GenerateName: "burst-", Namespace: b.Namespace, Labels: mark},
			Spec: v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{{
				Name:      "nothing",
				Algorithm: v1alpha1.Algorithm{Container: v1alpha1.Container{Image: "busybox", Tag: "1.35", Entrypoint: "true"}},
				Compute: v1alpha1.Compute{MaxTimeSeconds: 600, Resources: v1alpha1.ComputeResources{
					Requests: v1alpha1.ResourceList{corev1.ResourceCPU: small, corev1.ResourceMemory: small},
				}},
			}}},
		}
		if err := b.Client.Create(ctx, wf); err != nil {
			return fmt.Errorf("create workflow %d: %w", i, err)
		}
		b.mine[string(wf.UID)] = true
		b.claims[render.DataClaimName(wf)], b.claims[render.AdminLogsClaimName(wf)] = true, true
	}
	return nil
}

// remove deletes the workflows. What it cannot delete the next burst does.
func (b *burst) remove(ctx context.Context) {
	if err := b.Client.DeleteAllOf(ctx, &v1alpha1.Workflow{}, client.InNamespace(b.Namespace), mark); err != nil {
		b.Say(fmt.Sprintf("delete workflows: %s", err))
	}
}

// awaitEnd watches until all have ended, and counts those that succeeded.
func (b *burst) awaitEnd(ctx context.Context) (succeeded int, err error) {
	err = b.until(ctx, &v1alpha1.WorkflowList{}, func() (bool, error) {
		var all v1alpha1.WorkflowList
		if err := b.Client.List(ctx, &all, client.InNamespace(b.Namespace), mark); err != nil {
			return false, fmt.Errorf("list workflows: %w", err)
		}
		ended := 0
		succeeded = 0
		for i := range all.Items {
			wf := &all.Items[i]
			if !b.mine[string(wf.UID)] || wf.Status.CompletionTime == nil {
				continue
			}
			ended++
			if wf.Status.Phase == v1alpha1.PhaseSucceeded {
				succeeded++
			}
		}
		b.progress(ended)
		return ended == b.Workflows, nil
	})
	return succeeded, err
}
