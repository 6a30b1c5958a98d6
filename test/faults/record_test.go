// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"slices"
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
	left    string                   // what was there at the end; empty before. A late Job's pod may still come and go
	name    string                   // of the workflow that the story is of; there may be others
	last    *v1alpha1.Workflow       // as it was seen last, also when it is gone
	made    []attempt
	intents map[string]string // resource version of the status that first recorded an attempt
	living  map[types.UID]string
	pods    map[types.UID]int // by their Job
	seen    map[types.UID]bool
	// startable are the Jobs whose pod found its volumes when it began.
	startable map[types.UID]bool
	late      map[types.UID]bool // what a write made that arrived after all was over
	wrong     []string

	admitted []string // in this order
	maxJobs  int
	notified bool   // the provider's backend wants to hear of start and end
	troubled bool   // the receiver did not always just accept
	mood     string // what the receiver does, if it does not just accept
	posts    []post
}

// attempt is a Job that was made.
type attempt struct {
	name            string // configure/1
	job             string
	uid             types.UID
	resourceVersion string
}

func newRecord() *record {
	return &record{
		changed: make(chan struct{}), objects: map[string]client.Object{}, intents: map[string]string{},
		living: map[types.UID]string{}, pods: map[types.UID]int{}, seen: map[types.UID]bool{}, startable: map[types.UID]bool{}, late: map[types.UID]bool{},
	}
}

// expect tells the record what the story says that it must know to judge.
func (r *record) expect(s *story) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.troubled = s.mood != ""
	r.name, r.maxJobs, r.notified, r.mood = s.workflow.Name, s.settings.MaxJobs, s.notices, s.mood
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
	r.seen[object.GetUID()] = true
	if wf, is := object.(*v1alpha1.Workflow); is {
		r.noteAdmitted(wf)
	}
	if r.isOfStory(object) {
		r.judge(event, object)
	}
	r.tell()
}

// tell wakes who waits. The record must be locked.
func (r *record) tell() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// isOfStory tells the workflow that the story is of, and its objects, from other workflows.
func (r *record) isOfStory(o client.Object) bool {
	if wf, is := o.(*v1alpha1.Workflow); is {
		return wf.Name == r.name
	}
	return o.GetLabels()[v1alpha1.LabelWorkflow] == r.name
}

func (r *record) judge(event apiwatch.EventType, object client.Object) {
	switch o := object.(type) {
	case *v1alpha1.Workflow:
		r.noteWorkflow(o)
	case *batchv1.Job:
		if event == apiwatch.Added {
			r.made = append(r.made, attempt{name: attemptOf(o), job: o.Name, uid: o.UID, resourceVersion: o.ResourceVersion})
		}
	case *corev1.Pod:
		r.notePod(event, o)
	}
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

// news is closed when something happens.
func (r *record) news() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

func (r *record) accuse(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

// accusations are all that should never have happened.
func (r *record) accusations() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Concat(r.unintended(), r.revived(), r.wrong)
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
