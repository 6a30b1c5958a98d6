// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// catchUpViews waits until what each operator sees of the workflow is what the record shows. Nothing tells when a cache changes
// that somebody else reads from.
func (r *run) catchUpViews(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		behind, err := r.viewsAreBehind(ctx)
		if !behind || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain until the operators see what there is")
		}
	}
}

func (r *run) viewsAreBehind(ctx context.Context) (bool, error) {
	shown := r.record.versions()
	r.mu.Lock()
	operators := slices.Clone(r.operators)
	r.mu.Unlock()
	for _, o := range operators {
		if o.cutOff() {
			continue
		}
		seen, err := r.seenBy(ctx, o)
		if err != nil {
			return true, err
		}
		if !maps.EqualFunc(shown, seen, olderOrSame) {
			return true, nil
		}
	}
	return false, nil
}

// olderOrSame compares versions of an object.
func olderOrSame(a, b string) bool {
	order, err := resourceversion.CompareResourceVersion(a, b)
	return err == nil && order <= 0
}

// versions are those of the story's workflow, its Jobs and its pods.
func (r *record) versions() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := map[string]string{}
	for key, o := range r.objects {
		switch o.(type) {
		case *v1alpha1.Workflow, *batchv1.Job, *corev1.Pod:
			if r.isOfStory(o) {
				found[key] = o.GetResourceVersion()
			}
		}
	}
	return found
}

// seenBy is the same as an operator's cache shows it.
func (r *run) seenBy(ctx context.Context, o *operator) (map[string]string, error) {
	var workflows v1alpha1.WorkflowList
	var jobs batchv1.JobList
	var pods corev1.PodList
	for _, list := range []client.ObjectList{&workflows, &jobs, &pods} {
		if err := o.cache.List(ctx, list, client.InNamespace(r.namespace)); err != nil {
			return nil, fmt.Errorf("look into an operator's cache: %w", err)
		}
	}
	found := map[string]string{}
	note := func(object client.Object) {
		if r.record.isOfStory(object) {
			found[keyOf(object)] = object.GetResourceVersion()
		}
	}
	for i := range workflows.Items {
		note(&workflows.Items[i])
	}
	for i := range jobs.Items {
		note(&jobs.Items[i])
	}
	for i := range pods.Items {
		note(&pods.Items[i])
	}
	return found, nil
}
