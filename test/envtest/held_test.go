// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// startImpatient runs an operator that waits for what should have gone, but only so long that a test can wait for it, too.
func startImpatient(t *testing.T, given ...string) *operator {
	t.Helper()
	return startOperator(t, append(given, "NODE_LOST_SECONDS", "3")...)
}

// deleteHeld deletes a Job that a finalizer of somebody else's keeps from going, and shows it as it must stay.
func (o *operator) deleteHeld(t *testing.T, name string) *batchv1.Job {
	t.Helper()
	job := o.awaitJob(t, name)
	hold := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":["example.com/hold"]}}`))
	if err := o.admin.Patch(t.Context(), job, hold); err != nil {
		t.Fatal(err)
	}
	if err := o.admin.Delete(t.Context(), job, client.PropagationPolicy(metav1.DeletePropagationBackground)); err != nil {
		t.Fatal(err)
	}
	var held batchv1.Job
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(job), &held); err != nil {
		t.Fatal(err)
	}
	return &held
}

// checkHeld compares a held Job with what it was, and what came after it with when that was due.
func (o *operator) checkHeld(t *testing.T, held *batchv1.Job, next *v1alpha1.StepStatus) {
	t.Helper()
	var now batchv1.Job
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(held), &now); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(held, &now); diff != "" {
		t.Errorf("the held job was touched: %s", diff)
	}
	// Both times are in whole seconds, cut off: what is in time shows the difference in full.
	if waited := next.AttemptTime.Sub(held.DeletionTimestamp.Time); waited < o.settings.NodeLost {
		t.Errorf("it was waited for during %s only", waited)
	}
}

// Whoever lifts a finalizer may never come, and the Job makes no pod any more. Its name is taken, so that another attempt is
// made beside it, and nothing that comes after that is held up either.
func TestAJobThatAFinalizerHoldsIsWaitedForAndThenAnotherIsMade(t *testing.T) {
	o := startImpatient(t)
	wf := o.create(t)
	o.ends(t, o.pod(t, "word-count-configure-job"), 0, "{}")
	held := o.deleteHeld(t, "word-count-algorithm-job")
	o.ends(t, o.pod(t, "word-count-algorithm-job-2"), 0, "{}")
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	ended := o.awaitPhase(t, wf.Name, v1alpha1.PhaseSucceeded)
	o.awaitNothingLeft(t)
	step := ended.Status.Stages[0].StepStatus
	o.checkHeld(t, held, &step)
	const why = "SystemFailure: its Job was deleted before it ran, and a finalizer keeps the Job from going"
	if step.Attempts != 2 || step.SystemFailures != 1 || step.LastFailure != why {
		t.Errorf("after %d attempts and %d failures of the system, the last was %q", step.Attempts, step.SystemFailures, step.LastFailure)
	}
}

// The algorithm has run and its pod is gone: only the Job is left of it, and what it has written is published.
func TestAStopWaitsForAJobThatAFinalizerHoldsAndThenPublishes(t *testing.T) {
	o := startImpatient(t)
	wf := o.toItsAlgorithm(t)
	held := o.deleteHeld(t, "word-count-algorithm-job")
	ran := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: held.Name + "-x", Namespace: o.namespace}}
	if err := o.admin.Delete(t.Context(), ran, client.GracePeriodSeconds(0)); client.IgnoreNotFound(err) != nil { // Or the operator has.
		t.Fatal(err)
	}
	o.awaitCaches(t) // As long as the Job seems to run, a stop suspends it.
	if err := o.admin.Patch(t.Context(), wf, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"stop":true}}`))); err != nil {
		t.Fatal(err)
	}
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	ended := o.awaitPhase(t, wf.Name, v1alpha1.PhaseStopped)
	o.awaitNothingLeft(t)
	o.checkHeld(t, held, ended.Status.Publish)
	if step := ended.Status.Stages[0].StepStatus; step.State != v1alpha1.StepStopped || step.Attempts != 1 {
		t.Errorf("the step is %s after %d attempts", step.State, step.Attempts)
	}
}

// No stop reaches a pod through a Job that is being deleted, and the garbage collector leaves it alone as long as the Job is
// there. So the operator ends it, and its node takes the time that a pod has.
func TestThePodOfAJobThatAFinalizerHoldsIsEnded(t *testing.T) {
	o := startOperator(t)
	wf := o.toItsAlgorithm(t)
	pod := o.podOnItsNode(t, "word-count-algorithm-job-x")
	held := o.deleteHeld(t, "word-count-algorithm-job")
	if err := o.admin.Patch(t.Context(), wf, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"stop":true}}`))); err != nil {
		t.Fatal(err)
	}
	leaving := await(t, o, &corev1.PodList{}, "the pod is told to go", func(now *corev1.Pod) bool {
		return now.UID == pod.UID && !now.DeletionTimestamp.IsZero()
	})
	if grace := leaving.DeletionGracePeriodSeconds; grace == nil || *grace != *pod.Spec.TerminationGracePeriodSeconds {
		t.Errorf("it is given %v to end", grace)
	}
	o.awaitThis(t, wf, "the stop is noted", func(wf *v1alpha1.Workflow) bool { return wf.Status.StopReq == v1alpha1.StopRequested })
	if jobs := o.left(t, &batchv1.JobList{}); len(jobs) > 1 {
		t.Errorf("%d jobs are made beside the pod", len(jobs)-1)
	}
	o.ends(t, leaving, 143, "")
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	ended := o.awaitPhase(t, wf.Name, v1alpha1.PhaseStopped)
	if step := ended.Status.Stages[0].StepStatus; step.State != v1alpha1.StepStopped || step.Attempts != 1 {
		t.Errorf("the step is %s after %d attempts", step.State, step.Attempts)
	}
	var now batchv1.Job
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(held), &now); err != nil {
		t.Error(err)
	}
}

// Without a stop it is an attempt that somebody has ended, which the system makes up for.
func TestAnAttemptWhoseHeldPodIsEndedIsMadeUpFor(t *testing.T) {
	o := startImpatient(t)
	wf := o.toItsAlgorithm(t)
	o.deleteHeld(t, "word-count-algorithm-job") // Its pod has no node, and is gone at once when it is deleted.
	o.ends(t, o.pod(t, "word-count-algorithm-job-2"), 0, "{}")
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	ended := o.awaitPhase(t, wf.Name, v1alpha1.PhaseSucceeded)
	step := ended.Status.Stages[0].StepStatus
	const why = "SystemFailure: while it ran its Job or pod was deleted, or its Job suspended"
	if step.Attempts != 2 || step.SystemFailures != 1 || step.LastFailure != why {
		t.Errorf("after %d attempts and %d failures of the system, the last was %q", step.Attempts, step.SystemFailures, step.LastFailure)
	}
}

// The garbage collector deletes the Jobs of a deleted workflow, and leaves a pod alone whose Job does not go.
func TestThePodOfAHeldJobGoesWithItsWorkflow(t *testing.T) {
	o := startOperator(t)
	wf := o.toItsAlgorithm(t)
	if err := o.admin.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	o.awaitGone(t, wf)
	o.deleteHeld(t, "word-count-algorithm-job")
	o.awaitThat(t, &corev1.PodList{}, "the pod is gone", func() bool {
		key := client.ObjectKey{Namespace: o.namespace, Name: "word-count-algorithm-job-x"}
		return apierrors.IsNotFound(o.admin.Get(t.Context(), key, &corev1.Pod{}))
	})
}

// podOnItsNode is a pod as it is when the scheduler has found it a node: such a pod is gone only when its kubelet says so.
func (o *operator) podOnItsNode(t *testing.T, name string) *corev1.Pod {
	t.Helper()
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: o.namespace}}
	binding := &corev1.Binding{Target: corev1.ObjectReference{Kind: "Node", Name: "node"}}
	if err := o.admin.SubResource("binding").Create(t.Context(), pod, binding); err != nil {
		t.Fatal(err)
	}
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(pod), pod); err != nil {
		t.Fatal(err)
	}
	return pod
}

// While a Job is held, what the workflow names may go, and its name may then be anybody's. So it is judged anew.
func TestAClaimThatWentWhileAJobWasHeldIsWaitedFor(t *testing.T) {
	o := startImpatient(t, "ALLOWED_CLAIMS", "*")
	brought := claimNamed(o.namespace, "brought")
	if err := o.admin.Create(t.Context(), brought); err != nil {
		t.Fatal(err)
	}
	wf := o.create(t, func(wf *v1alpha1.Workflow) {
		file := v1alpha1.File{Claim: &v1alpha1.ClaimPath{Name: brought.Name, Path: "."}}
		wf.Spec.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{file}}}
	})
	held := o.deleteHeld(t, "word-count-configure-job")
	if err := o.admin.Delete(t.Context(), brought); err != nil {
		t.Fatal(err)
	}
	next := o.awaitThis(t, wf, "another attempt is recorded", func(wf *v1alpha1.Workflow) bool {
		return wf.Status.Configure != nil && wf.Status.Configure.Attempts == 2
	})
	o.checkHeld(t, held, next.Status.Configure)
	if reason := next.Status.Configure.Reason; reason != v1alpha1.ReasonInputFailed {
		t.Errorf("it waits for %q", reason)
	}
	if jobs := o.left(t, &batchv1.JobList{}); len(jobs) > 0 {
		t.Errorf("there are %d jobs", len(jobs))
	}
}
