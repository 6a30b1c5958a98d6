// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// record writes down what was seen and what is intended: one status write, and none if nothing changed. It carries the
// resource version that was observed, so that a decision on an old view is refused. Events follow it.
func (r *Reconciler) record(ctx context.Context, wf *v1alpha1.Workflow, d plan.Decision) error {
	if equality.Semantic.DeepEqual(wf.Status, d.Status) {
		return r.confirm(ctx, wf, d.Actions)
	}
	before := wf.DeepCopy()
	wf.Status = d.Status
	patch := client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})
	if err := r.Client.Status().Patch(ctx, wf, patch); err != nil {
		return fmt.Errorf("record status of workflow %s/%s: %w", wf.Namespace, wf.Name, err)
	}
	r.memory.of(wf).written = wf.ResourceVersion
	log.FromContext(ctx).Info("Recorded decision", "rule", d.Rule, "phase", d.Status.Phase, "code", d.Status.Code)
	countGivenUp(before.Status, wf.Status)
	r.tell(wf, d.Events)
	return nil
}

// tell lets people know.
func (r *Reconciler) tell(wf *v1alpha1.Workflow, events []plan.Event) {
	for _, e := range events {
		kind := corev1.EventTypeNormal
		if e.Warning {
			kind = corev1.EventTypeWarning
		}
		r.Recorder.Eventf(wf, nil, kind, e.Reason, "Reconcile", "%s", e.Message)
	}
}

// confirm makes sure that a decision to act was made on the last record, where nothing is written that would tell: an
// operator that has just taken over may be behind on what the one before it recorded, and would do again what that one
// has undone. A notice may be asked for more than once.
func (r *Reconciler) confirm(ctx context.Context, wf *v1alpha1.Workflow, actions []plan.Action) error {
	acts := slices.ContainsFunc(actions, func(a plan.Action) bool { return !sends(a) })
	if !acts {
		return nil
	}
	last, err := r.isLast(ctx, wf)
	if err == nil && !last {
		err = apierrors.NewConflict(v1alpha1.GroupVersion.WithResource("workflows").GroupResource(), wf.Name, errOldView)
	}
	return err
}

var errOldView = errors.New("it was changed since it was looked at")

// isLast asks the API server itself whether a view of a workflow is what stands there.
func (r *Reconciler) isLast(ctx context.Context, wf *v1alpha1.Workflow) (bool, error) {
	var now v1alpha1.Workflow
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(wf), &now); client.IgnoreNotFound(err) != nil {
		return false, fmt.Errorf("look at workflow %s/%s itself: %w", wf.Namespace, wf.Name, err)
	}
	return now.ResourceVersion == wf.ResourceVersion, nil
}
