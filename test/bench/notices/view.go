// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// part names a step of a workflow.
type part struct {
	workflow string
	step     v1alpha1.StepKind
}

func partOf(o client.Object) part {
	return part{o.GetLabels()[v1alpha1.LabelWorkflow], v1alpha1.StepKind(o.GetLabels()[v1alpha1.LabelComponent])}
}

// view is what watches have shown of a namespace.
type view struct {
	watches []apiwatch.Interface
	changed chan struct{}

	mu   sync.Mutex
	pods map[part]*corev1.Pod
	// jobs are when each was seen first, started the workflows whose algorithm's start is on record.
	jobs    map[part]time.Time
	started map[string]bool
}

func watch(ctx context.Context, c client.WithWatch, namespace string) (*view, error) {
	v := &view{changed: make(chan struct{}, 1), pods: map[part]*corev1.Pod{}, jobs: map[part]time.Time{}, started: map[string]bool{}}
	for _, list := range []client.ObjectList{&corev1.PodList{}, &batchv1.JobList{}, &v1alpha1.WorkflowList{}} {
		w, err := c.Watch(ctx, list, client.InNamespace(namespace))
		if err != nil {
			v.close()
			return nil, fmt.Errorf("watch %T: %w", list, err)
		}
		v.watches = append(v.watches, w)
		go v.follow(w)
	}
	return v, nil
}

func (v *view) follow(w apiwatch.Interface) {
	for event := range w.ResultChan() {
		v.see(event, time.Now())
		select {
		case v.changed <- struct{}{}:
		default:
		}
	}
}

func (v *view) see(event apiwatch.Event, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch o := event.Object.(type) {
	case *corev1.Pod:
		v.pods[partOf(o)] = o
	case *batchv1.Job:
		if event.Type == apiwatch.Added {
			v.jobs[partOf(o)] = now
		}
	case *v1alpha1.Workflow:
		if len(o.Status.Stages) > 0 && o.Status.Stages[0].StartTime != nil {
			v.started[o.Name] = true
		}
	}
}

// await waits until a condition holds, which is asked under the view's lock.
func (v *view) await(ctx context.Context, what string, holds func() bool) error {
	for {
		v.mu.Lock()
		ok := holds()
		v.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-v.changed:
		case <-ctx.Done():
			return fmt.Errorf("wait until %s: %w", what, ctx.Err())
		}
	}
}

// podsOf are the pods of a step.
func (v *view) podsOf(step v1alpha1.StepKind) []*corev1.Pod {
	var pods []*corev1.Pod
	for p, pod := range v.pods {
		if p.step == step {
			pods = append(pods, pod)
		}
	}
	return pods
}

func (v *view) close() {
	for _, w := range v.watches {
		w.Stop()
	}
}
