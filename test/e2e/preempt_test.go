// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// The scheduler takes the algorithm's pod away for one that is more important and does not fit beside it. Nothing else runs
// meanwhile, or it might take another.
func TestAPodThatIsPreemptedIsTriedAgain(t *testing.T) {
	needsLocalCluster(t)
	stage := shell("count", once)
	stage.Compute.Resources.Requests = v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("1Gi")}
	stage.Compute.Resources.Limits = v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("1Gi")}
	wf := submit(t, toIPFS, "preempted", stage)
	until(t, wf, "running", running)
	free := freeMemory(t)
	free.Add(resource.MustParse("512Mi"))
	vip := preemptWith(t, free)
	until(t, wf, "tried again", func(wf *v1alpha1.Workflow) bool { return wf.Status.Stages[0].Attempts == 2 })
	if err := cluster.Delete(t.Context(), vip, client.GracePeriodSeconds(0)); err != nil {
		t.Fatal(err)
	}
	succeedsWith(t, wf, 2)
}

// freeMemory is what the pods that there are leave of the node's.
func freeMemory(t *testing.T) resource.Quantity {
	t.Helper()
	var nodes corev1.NodeList
	var pods corev1.PodList
	for _, list := range []client.ObjectList{&nodes, &pods} {
		if err := cluster.List(t.Context(), list); err != nil {
			t.Fatal(err)
		}
	}
	free := nodes.Items[0].Status.Allocatable.Memory().DeepCopy()
	for i := range pods.Items {
		if phase := pods.Items[i].Status.Phase; phase == corev1.PodSucceeded || phase == corev1.PodFailed {
			continue
		}
		for j := range pods.Items[i].Spec.Containers {
			free.Sub(*pods.Items[i].Spec.Containers[j].Resources.Requests.Memory())
		}
	}
	return free
}

// preemptWith makes a pod that is more important than all others and wants so much memory.
func preemptWith(t *testing.T, memory resource.Quantity) *corev1.Pod {
	t.Helper()
	class := &schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{GenerateName: "e2e-important-"}, Value: 1000}
	if err := cluster.Create(t.Context(), class); err != nil {
		t.Fatal(err)
	}
	vip := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "e2e-important-", Namespace: metav1.NamespaceDefault}}
	vip.Spec = corev1.PodSpec{
		PriorityClassName: class.Name, TerminationGracePeriodSeconds: new(int64(0)),
		Containers: []corev1.Container{{
			Name: "sleep", Image: "busybox:1.35", ImagePullPolicy: corev1.PullNever, Command: []string{"sleep", "600"},
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceMemory: memory}},
		}},
	}
	if err := cluster.Create(t.Context(), vip); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, o := range []client.Object{vip, class} {
			if err := cluster.Delete(context.Background(), o); client.IgnoreNotFound(err) != nil {
				t.Error(err)
			}
		}
	})
	return vip
}
