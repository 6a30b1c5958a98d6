// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// patience is how long a test waits for what must happen.
const patience = 2 * time.Minute

// await watches until one object of the list fulfils the condition.
func await[T client.Object](t *testing.T, o *operator, list client.ObjectList, what string, fulfilled func(T) bool) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := o.admin.Watch(ctx, list, client.InNamespace(o.namespace), &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: "0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	var last T
	for event := range watch.ResultChan() {
		object, ok := event.Object.(T)
		if !ok {
			continue
		}
		if last = object; fulfilled(object) {
			return object
		}
	}
	t.Fatalf("waited in vain until %s; the last that was seen: %+v", what, last)
	return last
}

// awaitThat checks now, and again with every event of the list's kind, until the condition holds.
func (o *operator) awaitThat(t *testing.T, list client.ObjectList, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := o.admin.Watch(ctx, list, client.InNamespace(o.namespace))
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for !holds() {
		if _, more := <-watch.ResultChan(); !more {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (o *operator) awaitJob(t *testing.T, name string) *batchv1.Job {
	t.Helper()
	return await(t, o, &batchv1.JobList{}, "there is a job "+name, func(j *batchv1.Job) bool { return j.Name == name })
}

func (o *operator) awaitPhase(t *testing.T, name string, phase v1alpha1.Phase) *v1alpha1.Workflow {
	t.Helper()
	return await(t, o, &v1alpha1.WorkflowList{}, name+" is "+string(phase), func(wf *v1alpha1.Workflow) bool {
		return wf.Name == name && wf.Status.Phase == phase
	})
}

// awaitThis waits until one workflow fulfils the condition.
func (o *operator) awaitThis(t *testing.T, wf *v1alpha1.Workflow, what string, fulfilled func(*v1alpha1.Workflow) bool) *v1alpha1.Workflow {
	t.Helper()
	return await(t, o, &v1alpha1.WorkflowList{}, what, func(now *v1alpha1.Workflow) bool { return now.UID == wf.UID && fulfilled(now) })
}
