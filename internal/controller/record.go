// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// record writes down what was seen and what is intended: one status write, and none if nothing changed. It carries the
// resource version that was observed, so that a decision on an old view is refused. Events follow it.
func (r *Reconciler) record(ctx context.Context, wf *v1alpha1.Workflow, d plan.Decision) error {
	if equality.Semantic.DeepEqual(wf.Status, d.Status) {
		return nil
	}
	before := wf.DeepCopy()
	wf.Status = d.Status
	patch := client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})
	if err := r.Client.Status().Patch(ctx, wf, patch); err != nil {
		return fmt.Errorf("record status of workflow %s/%s: %w", wf.Namespace, wf.Name, err)
	}
	r.memory.of(wf).written = wf.ResourceVersion
	log.FromContext(ctx).Info("Recorded decision", "rule", d.Rule, "phase", d.Status.Phase, "code", d.Status.Code)
	for _, e := range d.Events {
		kind := corev1.EventTypeNormal
		if e.Warning {
			kind = corev1.EventTypeWarning
		}
		r.Recorder.Eventf(wf, nil, kind, e.Reason, "Reconcile", "%s", e.Message)
	}
	return nil
}
