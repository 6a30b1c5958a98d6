// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// record is what happened in one namespace: what is there now, what was ever made, and what should never have happened.
type record struct {
	mu      sync.Mutex
	changed chan struct{}

	objects map[string]client.Object // by kind and name
	last    *v1alpha1.Workflow       // as it was seen last, also when it is gone
	made    []attempt
	intents map[string]string // resource version of the status that first recorded an attempt
	living  map[types.UID]string
	pods    map[types.UID]int // by their Job
	wrong   []string
}

// attempt is a Job that was made.
type attempt struct {
	name            string // configure/1
	job             string
	resourceVersion string
}

func newRecord() *record {
	return &record{
		changed: make(chan struct{}), objects: map[string]client.Object{}, intents: map[string]string{},
		living: map[types.UID]string{}, pods: map[types.UID]int{},
	}
}

func (r *record) note(event apiwatch.EventType, object client.Object) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := keyOf(object)
	if event == apiwatch.Deleted {
		delete(r.objects, key)
	} else {
		r.objects[key] = object
	}
	switch o := object.(type) {
	case *v1alpha1.Workflow:
		r.noteWorkflow(o)
	case *batchv1.Job:
		if event == apiwatch.Added {
			r.made = append(r.made, attempt{name: attemptOf(o), job: o.Name, resourceVersion: o.ResourceVersion})
		}
	case *corev1.Pod:
		r.notePod(event, o)
	}
	close(r.changed)
	r.changed = make(chan struct{})
}

// await waits until the condition holds. It is asked under the record's lock, anew with every change.
func (r *record) await(ctx context.Context, what string, holds func() bool) error {
	for {
		r.mu.Lock()
		ok, changed := holds(), r.changed
		r.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain until %s", what)
		}
	}
}

func (r *record) accuse(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

// accusations are all that should never have happened.
func (r *record) accusations() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append(r.unintended(), r.wrong...)
}

// keyOf names an object within its namespace: Job/word-count-publish-job.
func keyOf(o client.Object) string { return fmt.Sprintf("%T/%s", o, o.GetName()) }

// attemptOf is the attempt that a Job or pod carries out: algorithm(count)/2.
func attemptOf(o client.Object) string {
	return stepOf(o) + "/" + o.GetLabels()[v1alpha1.LabelAttempt]
}

func stepOf(o client.Object) string {
	labels := o.GetLabels()
	step := labels[v1alpha1.LabelComponent]
	if stage := labels[v1alpha1.LabelStage]; stage != "" {
		step += "(" + stage + ")"
	}
	return step
}

// all are the objects of a type. The record must be locked.
func all[T client.Object](r *record) []T {
	var found []T
	for _, o := range r.objects {
		if t, ok := o.(T); ok {
			found = append(found, t)
		}
	}
	return found
}
