// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// This file has the workflows that share a namespace with the one that a story is of. The operator drives them like any
// other, but no pod of theirs ever starts. By their names an older one stands before the story's in the queue and a younger
// one behind it, also where all three are of the same second.

// crowd makes the other workflows of a kind.
func (r *run) crowd(ctx context.Context, kind string, n int) error {
	for i := range n {
		other := gen.Workflow(gen.Named(fmt.Sprintf("%s-%d", kind, i+1)), gen.InNamespace(r.namespace))
		other.UID = ""
		if err := r.cluster.admin.Create(ctx, other); err != nil {
			return err
		}
		if kind != older {
			continue
		}
		if err := r.record.await(ctx, other.Name+" runs", func() bool { return slices.Contains(r.record.admitted, other.Name) }); err != nil {
			return err
		}
	}
	return nil
}

const (
	older   = "older"
	younger = "younger"
)

// isOther tells another workflow by the first word of a line.
func isOther(name string) bool {
	return strings.HasPrefix(name, older) || strings.HasPrefix(name, younger)
}

// stopOther stops another workflow, and waits until it has ended.
func (r *run) stopOther(ctx context.Context, name string) error {
	other := gen.Workflow(gen.Named(name), gen.InNamespace(r.namespace))
	if err := r.cluster.admin.Patch(ctx, other, mergePatch(`{"spec":{"stop":true}}`)); err != nil {
		return err
	}
	return r.record.await(ctx, name+" has ended", func() bool {
		now, ok := r.record.objects[keyOf(other)].(*v1alpha1.Workflow)
		return ok && now.Status.CompletionTime != nil
	})
}

// noteAdmitted keeps the order in which workflows are admitted, and sees to it that no more of them run than may.
func (r *record) noteAdmitted(wf *v1alpha1.Workflow) {
	if meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionAdmitted) && !slices.Contains(r.admitted, wf.Name) {
		r.admitted = append(r.admitted, wf.Name)
	}
	var running []string
	for _, each := range all[*v1alpha1.Workflow](r) {
		if meta.IsStatusConditionTrue(each.Status.Conditions, v1alpha1.ConditionAdmitted) && each.Status.CompletionTime == nil {
			running = append(running, each.Name)
		}
	}
	if r.maxJobs > 0 && len(running) > r.maxJobs {
		r.accuse("%s run at a time, and %d may", strings.Join(running, ", "), r.maxJobs)
	}
}

// admittedLine is the order in which workflows were admitted.
func (r *record) admittedLine() string { return "admitted " + strings.Join(r.admitted, ", ") }
