// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package await waits for what must become of workflows in a cluster, with a limit. It watches and never asks again and again.
package await

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/children"
)

// Workflow watches a workflow until it is as the test needs it.
func Workflow(
	ctx context.Context, c client.WithWatch, limit time.Duration, wf *v1alpha1.Workflow, reached func(*v1alpha1.Workflow) bool,
) (*v1alpha1.Workflow, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var last *v1alpha1.Workflow
	for ctx.Err() == nil { // A watch ends with the API server that serves it, and some tests restart that.
		if seen := watch(ctx, c, wf, reached); seen != nil {
			if last = seen; reached(seen) {
				return seen, nil
			}
		}
	}
	return nil, fmt.Errorf("within %s: %+v", limit, last)
}

// watch goes on until the condition holds or the watch ends, and gives what was seen last.
func watch(ctx context.Context, c client.WithWatch, wf *v1alpha1.Workflow, reached func(*v1alpha1.Workflow) bool) *v1alpha1.Workflow {
	watch, err := c.Watch(ctx, &v1alpha1.WorkflowList{}, client.InNamespace(wf.Namespace),
		client.MatchingFields{"metadata.name": wf.Name}, &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: "0"}})
	if err != nil {
		return nil
	}
	defer watch.Stop()
	var last *v1alpha1.Workflow
	for event := range watch.ResultChan() {
		seen, ok := event.Object.(*v1alpha1.Workflow)
		if !ok {
			continue
		}
		if last = seen; reached(seen) {
			return seen
		}
	}
	return last
}

// NothingOf waits until no object of the workflow is left but itself.
func NothingOf(ctx context.Context, c client.WithWatch, limit time.Duration, wf *v1alpha1.Workflow) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	changed, err := changes(ctx, c, wf.Namespace)
	if err != nil {
		return err
	}
	for {
		names, err := children.Of(ctx, c, wf)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("left over: %v", names)
		}
	}
}

// changes tells that something changed of what belongs to workflows of a namespace. Which of it goes last nobody can say.
func changes(ctx context.Context, c client.WithWatch, namespace string) (<-chan struct{}, error) {
	changed := make(chan struct{}, 1)
	for _, list := range children.Lists() {
		watch, err := c.Watch(ctx, list, client.InNamespace(namespace), client.HasLabels{v1alpha1.LabelWorkflowUID})
		if err != nil {
			return nil, fmt.Errorf("watch %T of %s: %w", list, namespace, err)
		}
		go func() {
			defer watch.Stop()
			for range watch.ResultChan() {
				select {
				case changed <- struct{}{}:
				default: // It is told already.
				}
			}
		}()
	}
	return changed, nil
}
