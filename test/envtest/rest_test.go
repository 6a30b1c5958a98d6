// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// resting are the states in which a workflow waits for somebody else, for time, or for nothing any more, each with how it
// gets there. The operator's clock stands still meanwhile.
func resting() map[string]restingState {
	return map[string]restingState{
		"an algorithm that runs":       {bring: (*operator).toItsAlgorithm},
		"one in the queue":             {settings: []string{"MAX_JOBS", "1", "ALLOWED_SECRETS", "*"}, bring: (*operator).toTheQueue},
		"one that is suspended":        {settings: []string{"ALLOWED_SECRETS", "*"}, bring: (*operator).toSuspension},
		"one that waits for its pod":   {bring: (*operator).toItsFirstJob},
		"one that has finished":        {bring: (*operator).toItsEnd},
		"one whose objects are kept":   {settings: []string{"DEBUG_NO_CLEANUP", "true"}, bring: (*operator).toItsEnd},
		"one that will publish again":  {bring: (*operator).toAFailedPublish},
		"one whose volumes are kept":   {settings: []string{"PUBLISH_RETRY_TIME", "0s"}, bring: (*operator).toKeptVolumes},
		"one that waits to be deleted": {bring: (*operator).toItsTTL},
	}
}

type restingState struct {
	settings []string
	bring    func(*operator, *testing.T) *v1alpha1.Workflow
}

// A turn is taken by an operator that knows nothing but the caches, and by one that has been there before.
func TestATurnThatChangesNothingCallsNobody(t *testing.T) {
	for name, tc := range resting() {
		t.Run(name, func(t *testing.T) {
			o := startOperatorAt(t, clocktesting.NewFakePassiveClock(time.Now()), tc.settings...)
			wf := tc.bring(o, t)
			o.awaitCaches(t)
			r := o.reconciler(events.NewFakeRecorder(10))
			for _, which := range []string{"first", "second"} {
				turn := &calls{}
				ctx := context.WithValue(t.Context(), within{}, turn)
				if _, err := r.Reconcile(ctx, ctrl.Request{NamespacedName: client.ObjectKeyFromObject(wf)}); err != nil {
					t.Fatal(err)
				}
				if turn.count() > 0 {
					t.Errorf("the %s turn called: %v", which, turn.since(0))
				}
			}
		})
	}
}

func (o *operator) toItsFirstJob(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.create(t)
	o.pod(t, wf.Name+"-configure-job")
	return wf
}

func (o *operator) toItsAlgorithm(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.create(t)
	o.ends(t, o.pod(t, wf.Name+"-configure-job"), 0, "{}")
	o.starts(t, o.pod(t, wf.Name+"-algorithm-job"))
	return o.awaitThis(t, wf, "its algorithm's start is noted", func(wf *v1alpha1.Workflow) bool {
		return len(wf.Status.Stages) > 0 && wf.Status.Stages[0].StartTime != nil
	})
}

// withSecret names a Secret, whose owner is asked of the API server itself when that matters.
func withSecret(wf *v1alpha1.Workflow) {
	wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: "brought"}
}

func (o *operator) toTheQueue(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	first := o.create(t, gen.Named("a-first"))
	o.awaitJob(t, first.Name+"-configure-job")
	wf := o.create(t, gen.Named("b-second"), withSecret)
	return o.awaitThis(t, wf, "it is in the queue", func(wf *v1alpha1.Workflow) bool { return wf.Status.QueuePosition == 1 })
}

func (o *operator) toSuspension(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.create(t, withSecret, func(wf *v1alpha1.Workflow) { wf.Spec.Suspend = true })
	return o.awaitThis(t, wf, "it is suspended", func(wf *v1alpha1.Workflow) bool {
		return wf.Status.ObservedGeneration == wf.Generation
	})
}

func (o *operator) toItsEnd(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.runToTheEnd(t, o.create(t).Name)
	if !o.settings.KeepChildren {
		o.awaitNothingLeft(t)
	}
	return wf
}

func (o *operator) toItsTTL(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.runToTheEnd(t, o.create(t, gen.WithTTL(3600)).Name)
	o.awaitNothingLeft(t)
	return wf
}

func (o *operator) toAFailedPublish(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.create(t)
	for _, step := range []string{"configure", "algorithm"} {
		o.ends(t, o.pod(t, wf.Name+"-"+step+"-job"), 0, "{}")
	}
	o.ends(t, o.pod(t, wf.Name+"-publish-job"), 1, `{"code":62,"message":"the storage is away"}`)
	return o.awaitThis(t, wf, "its failure to publish is noted", func(wf *v1alpha1.Workflow) bool {
		return wf.Status.Publish != nil && wf.Status.Publish.Reason == v1alpha1.ReasonPublishFailed
	})
}

func (o *operator) toKeptVolumes(t *testing.T) *v1alpha1.Workflow {
	t.Helper()
	wf := o.toAFailedPublish(t)
	o.awaitThat(t, &batchv1.JobList{}, "its jobs are deleted", func() bool { return len(o.left(t, &batchv1.JobList{})) == 0 })
	return wf
}
