// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// workflow is the time from creating a workflow that does nothing until its status says that it succeeded.
func (b *bench) workflow(ctx context.Context, name string) (time.Duration, error) {
	wf := &v1alpha1.Workflow{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: b.namespace},
		Spec: v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{{
			Name:      "nothing",
			Algorithm: v1alpha1.Algorithm{Container: v1alpha1.Container{Image: "busybox", Tag: "1.35", Entrypoint: "true"}},
			Compute:   v1alpha1.Compute{MaxTimeSeconds: 60},
		}}},
	}
	start := time.Now()
	if err := b.client.Create(ctx, wf); err != nil {
		return 0, fmt.Errorf("create workflow: %w", err)
	}
	err := await(ctx, b, &v1alpha1.WorkflowList{}, name, func(wf *v1alpha1.Workflow) (bool, error) {
		switch wf.Status.Phase {
		case v1alpha1.PhaseSucceeded:
			return true, nil
		case v1alpha1.PhaseFailed, v1alpha1.PhaseStopped:
			return false, fmt.Errorf("it ended as %s: %v", wf.Status.Phase, wf.Status.Conditions[0].Message)
		case v1alpha1.PhasePending, v1alpha1.PhaseConfiguring, v1alpha1.PhaseRunning, v1alpha1.PhaseFiltering, v1alpha1.PhasePublishing:
		}
		return false, nil
	})
	took := time.Since(start)
	if err != nil {
		return 0, err
	}
	if err := b.client.Delete(ctx, wf, client.PropagationPolicy(metav1.DeletePropagationForeground)); err != nil {
		return 0, fmt.Errorf("delete workflow: %w", err)
	}
	return took, b.settled(ctx)
}

// settled waits until no volume is left, so that neither kind of run has to share the node with the other's removal.
func (b *bench) settled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	watch, err := b.client.Watch(ctx, &corev1.PersistentVolumeList{})
	if err != nil {
		return fmt.Errorf("watch volumes: %w", err)
	}
	defer watch.Stop()
	for {
		left, err := b.volumes(ctx)
		if err != nil || left == 0 {
			return err
		}
		if _, more := <-watch.ResultChan(); !more {
			return fmt.Errorf("%d volumes are left after a minute", left)
		}
	}
}

// volumes counts the claims of the namespace and the volumes that such claims had.
func (b *bench) volumes(ctx context.Context) (int, error) {
	var claims corev1.PersistentVolumeClaimList
	if err := b.client.List(ctx, &claims, client.InNamespace(b.namespace)); err != nil {
		return 0, fmt.Errorf("list claims: %w", err)
	}
	var volumes corev1.PersistentVolumeList
	if err := b.client.List(ctx, &volumes); err != nil {
		return 0, fmt.Errorf("list volumes: %w", err)
	}
	left := len(claims.Items)
	for i := range volumes.Items {
		if claim := volumes.Items[i].Spec.ClaimRef; claim != nil && claim.Namespace == b.namespace {
			left++
		}
	}
	return left, nil
}
