// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// published is what a publish that went well leaves as its termination message.
const published = `{"files":1,"bytes":6,"manifest":{"url":"http://ipfs/m","sha256":"ab","files":1,"bytes":6},` +
	`"outputs":[{"name":"outputs/hello.txt","type":"output","url":"http://ipfs/o","size":6}]}`

func (o *operator) create(t *testing.T, options ...gen.Option) *v1alpha1.Workflow {
	t.Helper()
	wf := gen.Workflow(append([]gen.Option{gen.InNamespace(o.namespace)}, options...)...)
	wf.UID = ""
	if err := o.admin.Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	return wf
}

// runToTheEnd plays the kubelet for a workflow of one stage.
func (o *operator) runToTheEnd(t *testing.T, name string) *v1alpha1.Workflow {
	t.Helper()
	for _, step := range []string{"configure", "algorithm"} {
		pod := o.pod(t, name+"-"+step+"-job")
		o.starts(t, pod)
		if step == "algorithm" {
			await(t, o, &v1alpha1.WorkflowList{}, "the algorithm's start is noted", func(wf *v1alpha1.Workflow) bool {
				return wf.Name == name && wf.Status.Stages[0].StartTime != nil
			})
		}
		o.ends(t, pod, 0, "{}")
	}
	o.ends(t, o.pod(t, name+"-publish-job"), 0, published)
	return o.awaitPhase(t, name, v1alpha1.PhaseSucceeded)
}

func TestAWorkflowCostsFewWritesAndLeavesNothing(t *testing.T) {
	o := startOperator(t)
	o.create(t)
	wf := o.runToTheEnd(t, "word-count")
	o.awaitNothingLeft(t)
	if n := o.calls.writes(); n > 14 {
		t.Errorf("the operator wrote %d times, more than 14", n)
	}
	t.Logf("writes per workflow: %d", o.calls.writes())

	want := []v1alpha1.Output{{Name: "outputs/hello.txt", Type: "output", URL: "http://ipfs/o", Size: 6}}
	if diff := cmp.Diff(want, wf.Status.Outputs); diff != "" {
		t.Errorf("outputs (-want +got):\n%s", diff)
	}
	for _, c := range []string{v1alpha1.ConditionSucceeded, v1alpha1.ConditionConfigured, v1alpha1.ConditionAlgorithmCompleted, v1alpha1.ConditionPublished} {
		if !meta.IsStatusConditionTrue(wf.Status.Conditions, c) {
			t.Errorf("condition %s is not true", c)
		}
	}
}

func TestANameThatIsTakenEndsTheRunAndStaysAsItWas(t *testing.T) {
	o := startOperator(t)
	theirs := claimNamed(o.namespace, "word-count-data")
	if err := o.admin.Create(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	o.create(t)
	wf := o.awaitPhase(t, "word-count", v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonNameTaken {
		t.Errorf("the reason is %s: %s", c.Reason, c.Message)
	}
	var now corev1.PersistentVolumeClaim
	if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(theirs), &now); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(theirs, &now); diff != "" {
		t.Errorf("it was touched: %s", diff)
	}
}

// claimNamed is somebody else's claim.
func claimNamed(namespace, name string) *corev1.PersistentVolumeClaim {
	return &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		},
	}
}

func TestAsManyWorkflowsRunAsMay(t *testing.T) {
	o := startOperator(t, "MAX_JOBS", "1")
	first := o.create(t, gen.Named("a-first"))
	o.awaitJob(t, "a-first-configure-job")
	o.create(t, gen.Named("b-second"))
	o.create(t, gen.Named("c-third"))
	for name, position := range map[string]int32{"b-second": 1, "c-third": 2} {
		await(t, o, &v1alpha1.WorkflowList{}, name+" waits", func(wf *v1alpha1.Workflow) bool {
			return wf.Name == name && wf.Status.QueuePosition == position && wf.Status.Code == v1alpha1.CodeWarmingUp
		})
	}
	if err := o.admin.Delete(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	o.awaitJob(t, "b-second-configure-job")
	await(t, o, &v1alpha1.WorkflowList{}, "c-third moves up", func(wf *v1alpha1.Workflow) bool {
		return wf.Name == "c-third" && wf.Status.QueuePosition == 1
	})
	if jobs := o.left(t, &batchv1.JobList{}); len(jobs) > 2 {
		t.Errorf("%d jobs run", len(jobs))
	}
}

func TestASecretThatWasMadeForAnotherWorkflowMayNotBeNamed(t *testing.T) {
	o := startOperator(t, "ALLOWED_SECRETS", "*")
	theirs := o.create(t, gen.Named("theirs"))
	o.awaitJob(t, "theirs-configure-job")
	o.create(t, gen.Named("curious"), func(wf *v1alpha1.Workflow) {
		wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: render.SecretName(theirs)}
	})
	wf := o.awaitPhase(t, "curious", v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonSecretNotAllowed {
		t.Errorf("the reason is %s: %s", c.Reason, c.Message)
	}
}

func TestAVolumeThatWasMadeForAnotherWorkflowMayNotBeNamed(t *testing.T) {
	o := startOperator(t, "ALLOWED_CLAIMS", "*")
	theirs := o.create(t, gen.Named("theirs"))
	o.awaitJob(t, "theirs-configure-job")
	o.create(t, gen.Named("curious"), func(wf *v1alpha1.Workflow) {
		wf.Spec.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{
			{Claim: &v1alpha1.ClaimPath{Name: render.DataClaimName(theirs), Path: "inputs"}},
		}}}
	})
	wf := o.awaitPhase(t, "curious", v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonClaimNotAllowed {
		t.Errorf("the reason is %s: %s", c.Reason, c.Message)
	}
}

// A claim that is not there may become anybody's. Until it is there, nothing of the run exists that could mount it.
func TestAClaimThatIsNotThereIsWaitedForAndJudgedWhenItIs(t *testing.T) {
	o := startOperator(t, "ALLOWED_CLAIMS", "*")
	copies := func(claim string) gen.Option {
		return func(wf *v1alpha1.Workflow) {
			wf.Spec.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{{Claim: &v1alpha1.ClaimPath{Name: claim, Path: "."}}}}}
		}
	}
	curious := o.create(t, gen.Named("curious"), copies("theirs-data"))
	honest := o.create(t, gen.Named("honest"), copies("brought"))
	for _, wf := range []*v1alpha1.Workflow{curious, honest} {
		o.awaitThis(t, wf, "it waits for the claim", func(wf *v1alpha1.Workflow) bool {
			return wf.Status.Configure != nil && wf.Status.Configure.Reason == v1alpha1.ReasonInputFailed
		})
	}
	if jobs, claims := o.left(t, &batchv1.JobList{}), o.left(t, &corev1.PersistentVolumeClaimList{}); len(jobs)+len(claims) > 0 {
		t.Errorf("there are %d jobs and %d claims", len(jobs), len(claims))
	}

	o.create(t, gen.Named("theirs"))
	o.awaitJob(t, "theirs-configure-job")
	if err := o.admin.Create(t.Context(), claimNamed(o.namespace, "brought")); err != nil {
		t.Fatal(err)
	}
	for _, wf := range []*v1alpha1.Workflow{curious, honest} { // It looks again by itself, but only some seconds later.
		if err := o.admin.Patch(t.Context(), wf, client.RawPatch("application/merge-patch+json", []byte(`{"metadata":{"annotations":{"look":"again"}}}`))); err != nil {
			t.Fatal(err)
		}
	}
	o.awaitJob(t, "honest-configure-job")
	ended := o.awaitPhase(t, "curious", v1alpha1.PhaseFailed)
	if c := meta.FindStatusCondition(ended.Status.Conditions, v1alpha1.ConditionSucceeded); c.Reason != v1alpha1.ReasonClaimNotAllowed {
		t.Errorf("the reason is %s: %s", c.Reason, c.Message)
	}
}

func TestAStopEndsTheAlgorithmAndPublishes(t *testing.T) {
	o := startOperator(t)
	wf := o.create(t)
	o.ends(t, o.pod(t, "word-count-configure-job"), 0, "{}")
	algorithm := o.pod(t, "word-count-algorithm-job")
	o.starts(t, algorithm)
	if err := o.admin.Patch(t.Context(), wf, client.RawPatch("application/merge-patch+json", []byte(`{"spec":{"stop":true}}`))); err != nil {
		t.Fatal(err)
	}
	o.suspends(t, "word-count-algorithm-job", algorithm)
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	stopped := o.awaitPhase(t, "word-count", v1alpha1.PhaseStopped)
	if stopped.Status.StopReq != v1alpha1.StopRequested || stopped.Status.Manifest == nil {
		t.Errorf("stopreq %d, manifest %v", stopped.Status.StopReq, stopped.Status.Manifest)
	}
}

func TestAWorkflowIsDeletedWhenItsTimeIsOver(t *testing.T) {
	o := startOperator(t)
	wf := o.create(t, gen.WithTTL(0))
	for _, step := range []string{"configure", "algorithm"} {
		o.ends(t, o.pod(t, "word-count-"+step+"-job"), 0, "{}")
	}
	o.ends(t, o.pod(t, "word-count-publish-job"), 0, published)
	o.awaitThat(t, &v1alpha1.WorkflowList{}, "the workflow is gone", func() bool {
		return apierrors.IsNotFound(o.admin.Get(t.Context(), client.ObjectKeyFromObject(wf), &v1alpha1.Workflow{}))
	})
}

// awaitNothingLeft waits until no object of a workflow is there that is neither being deleted nor goes with a claim that
// is. The garbage collector and the controllers that lift finalizers do not run here.
func (o *operator) awaitNothingLeft(t *testing.T) {
	t.Helper()
	o.awaitThat(t, &corev1.PersistentVolumeClaimList{}, "the claims are deleted", func() bool {
		return len(o.left(t, &corev1.PersistentVolumeClaimList{})) == 0
	})
	o.awaitThat(t, &corev1.ConfigMapList{}, "the documents that belong to nothing are deleted", func() bool {
		return !slices.ContainsFunc(o.left(t, &corev1.ConfigMapList{}), func(c client.Object) bool { return metav1.GetControllerOf(c) == nil })
	})
	for _, list := range []client.ObjectList{&batchv1.JobList{}, &corev1.ConfigMapList{}, &corev1.SecretList{}} {
		for _, object := range o.left(t, list) {
			if owner := metav1.GetControllerOf(object); owner == nil || owner.Kind != "PersistentVolumeClaim" && owner.Kind != "ConfigMap" {
				t.Errorf("%T %s is left", object, object.GetName())
			}
		}
	}
}

// left are a workflow's objects of one kind that are not being deleted.
func (o *operator) left(t *testing.T, list client.ObjectList) []client.Object {
	t.Helper()
	if err := o.admin.List(t.Context(), list, client.InNamespace(o.namespace), client.HasLabels{v1alpha1.LabelWorkflowUID}); err != nil {
		t.Fatal(err)
	}
	items, err := meta.ExtractList(list)
	if err != nil {
		t.Fatal(err)
	}
	var left []client.Object
	for _, item := range items {
		if object := item.(client.Object); object.GetDeletionTimestamp().IsZero() {
			left = append(left, object)
		}
	}
	return left
}
