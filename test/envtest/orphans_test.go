// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// TestAPodThatIsLeftOfADeletedWorkflowGoes leaves a pod without its Job and without its workflow, beside one that only looks
// a little like ours.
func TestAPodThatIsLeftOfADeletedWorkflowGoes(t *testing.T) {
	o := startOperator(t)
	attempt := map[string]string{
		v1alpha1.LabelAttempt: "1", v1alpha1.LabelComponent: "algorithm", v1alpha1.LabelStage: "count", batchv1.JobNameLabel: "word-count-count-1",
	}
	left := strayPod(o.namespace, "word-count-count-1-abcde", attempt)
	theirs, copied := strayPod(o.namespace, "theirs", nil), strayPod(o.namespace, "copied-to-look-into", attempt)
	for _, pod := range []*corev1.Pod{theirs, copied, left} {
		if err := o.admin.Create(t.Context(), pod); err != nil {
			t.Fatal(err)
		}
	}
	o.awaitThat(t, &corev1.PodList{}, "the pod is gone", func() bool {
		return apierrors.IsNotFound(o.admin.Get(t.Context(), client.ObjectKeyFromObject(left), &corev1.Pod{}))
	})
	for _, pod := range []*corev1.Pod{theirs, copied} {
		var now corev1.Pod
		if err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(pod), &now); err != nil || !now.DeletionTimestamp.IsZero() {
			t.Errorf("pod %s, which is not the operator's, was deleted: %v", pod.Name, err)
		}
	}
}

// TestWhatACascadeLeftOfAnEarlierWorkflowGoes leaves what belongs to nothing, as --cascade=orphan does. The next workflow of that
// name waits until it is gone, and what somebody copied stays.
func TestWhatACascadeLeftOfAnEarlierWorkflowGoes(t *testing.T) {
	o := startOperator(t)
	earlier := map[string]string{
		v1alpha1.LabelWorkflow: "word-count", v1alpha1.LabelWorkflowUID: "earlier", v1alpha1.LabelAttempt: "1", v1alpha1.LabelComponent: "publish",
	}
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "word-count-publish-job", Namespace: o.namespace, Labels: earlier}}
	job.Spec.Template.Spec = corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "main", Image: "x"}}}
	claim := claimNamed(o.namespace, "word-count-data")
	claim.Labels = earlier
	copies := []client.Object{
		claimNamed(o.namespace, "copied-to-look-into"), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "copied-to-look-into", Namespace: o.namespace}},
		&batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "word-count-publish-job-mine", Namespace: o.namespace}, Spec: job.Spec},
	}
	for _, c := range copies {
		c.SetLabels(earlier)
	}
	for _, left := range append(copies, job, claim) { // What is taken away comes last.
		if err := o.admin.Create(t.Context(), left); err != nil {
			t.Fatal(err)
		}
	}
	o.awaitThat(t, &batchv1.JobList{}, "the job goes", func() bool { return o.goes(t, job) })
	o.awaitThat(t, &corev1.PersistentVolumeClaimList{}, "the claim goes", func() bool { return o.goes(t, claim) })
	for _, c := range copies {
		if o.goes(t, c) {
			t.Errorf("a copied %T was deleted", c)
		}
	}
}

// goes tells that an object is being deleted, or is gone.
func (o *operator) goes(t *testing.T, object client.Object) bool {
	t.Helper()
	err := o.admin.Get(t.Context(), client.ObjectKeyFromObject(object), object)
	return apierrors.IsNotFound(err) || err == nil && !object.GetDeletionTimestamp().IsZero()
}

// Whoever submits a workflow again at once, under the name of one that was deleted with --cascade=orphan, is not told that the
// name is somebody else's.
func TestANameThatACascadeLeftTakenIsWaitedFor(t *testing.T) {
	o := startOperator(t)
	claim := claimNamed(o.namespace, "word-count-data")
	claim.Labels = map[string]string{v1alpha1.LabelWorkflow: "word-count", v1alpha1.LabelWorkflowUID: "earlier"}
	claim.Finalizers = []string{"example.com/hold"}
	if err := o.admin.Create(t.Context(), claim); err != nil {
		t.Fatal(err)
	}
	wf := o.create(t)
	o.checkRefused(t, wf, "word-count-data", "still being deleted")
	if err := o.admin.Patch(t.Context(), claim, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`))); err != nil {
		t.Fatal(err)
	}
	if ended := o.runToTheEnd(t, wf.Name); ended.Status.Configure.Attempts != 1 {
		t.Errorf("it took %d attempts", ended.Status.Configure.Attempts)
	}
}

// strayPod belongs to nothing; its labels say that it is of a workflow that is not there.
func strayPod(namespace, name string, labels map[string]string) *corev1.Pod {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{
		v1alpha1.LabelWorkflow: "word-count", v1alpha1.LabelWorkflowUID: "gone",
	}}}
	for key, value := range labels {
		pod.Labels[key] = value
	}
	pod.Spec.Containers = []corev1.Container{{Name: "main", Image: "x"}}
	return pod
}
