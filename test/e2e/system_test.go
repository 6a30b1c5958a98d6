// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"os"
	"os/exec"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// once is an algorithm that takes a while and leaves one line for every time that it was run to its end.
const once = `sleep 8; echo run >> "$OUTPUTS/runs.txt"`

func running(wf *v1alpha1.Workflow) bool { return wf.Status.Code == v1alpha1.CodeRunningAlgorithm }

// succeedsWith checks that the algorithm's last attempt is the given one and that it ran once on clean outputs.
func succeedsWith(t *testing.T, wf *v1alpha1.Workflow, attempts int32) {
	t.Helper()
	ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	if got := ended.Status.Stages[0].Attempts; got != attempts {
		t.Errorf("the algorithm had %d attempts, not %d", got, attempts)
	}
	if files := published(t, ended); files["outputs/runs.txt"] != "run\n" {
		t.Errorf("published: %q", files)
	}
	nothingLeft(t, ended)
}

func TestAPodThatTheSystemEndsIsTriedAgain(t *testing.T) {
	t.Parallel()
	t.Run("when it is evicted", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, toIPFS, "evict", shell("count", once))
		until(t, wf, "running", running)
		pod := podOf(t, wf, v1alpha1.StepAlgorithm)
		if err := cluster.SubResource("eviction").Create(t.Context(), pod, &policyv1.Eviction{}); err != nil {
			t.Fatal(err)
		}
		succeedsWith(t, wf, 2)
	})
	t.Run("when its job is deleted by hand", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, toIPFS, "byhand", shell("count", once))
		until(t, wf, "running", running)
		job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: wf.Namespace, Name: wf.Name + "-algorithm-job"}}
		if err := cluster.Delete(t.Context(), job, client.PropagationPolicy(metav1.DeletePropagationBackground)); err != nil {
			t.Fatal(err)
		}
		succeedsWith(t, wf, 2)
	})
}

// podOf is the pod of a step that was seen to run.
func podOf(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind) *corev1.Pod {
	t.Helper()
	var pods corev1.PodList
	if err := cluster.List(t.Context(), &pods, client.InNamespace(wf.Namespace), client.MatchingLabels{
		v1alpha1.LabelWorkflowUID: string(wf.UID), v1alpha1.LabelComponent: string(kind),
	}); err != nil {
		t.Fatal(err)
	}
	if len(pods.Items) != 1 {
		t.Fatalf("%s has %d pods", kind, len(pods.Items))
	}
	return &pods.Items[0]
}

func TestTheOperatorIsKilledInEachPhase(t *testing.T) {
	wf := submit(t, toIPFS, "phases", shell("count", once))
	for _, phase := range []v1alpha1.Phase{v1alpha1.PhaseConfiguring, v1alpha1.PhaseRunning, v1alpha1.PhasePublishing} {
		until(t, wf, string(phase), func(wf *v1alpha1.Workflow) bool { return wf.Status.Phase == phase })
		killOperator(t)
	}
	succeedsWith(t, wf, 1)
	operatorReady(t)
}

// killOperator takes the operator's pod away at once, as a lost machine would.
func killOperator(t *testing.T) {
	t.Helper()
	if err := cluster.DeleteAllOf(t.Context(), &corev1.Pod{}, client.InNamespace(toIPFS),
		client.MatchingLabels{"app.kubernetes.io/name": "operator-engine"}, client.GracePeriodSeconds(0)); err != nil {
		t.Fatal(err)
	}
}

func TestTheOperatorIsUpgradedWithWorkflowsInFlight(t *testing.T) {
	var flight []*v1alpha1.Workflow
	for range 20 {
		flight = append(flight, submit(t, toIPFS, "flight", shell("count", once)))
	}
	until(t, flight[0], "running", running)
	var operator appsv1.Deployment
	if err := cluster.Get(t.Context(), types.NamespacedName{Namespace: toIPFS, Name: "operator-engine"}, &operator); err != nil {
		t.Fatal(err)
	}
	upgrade := []byte(`{"spec":{"template":{"metadata":{"annotations":{"example.com/upgrade":"` + string(flight[0].UID) + `"}}}}}`)
	if err := cluster.Patch(t.Context(), &operator, client.RawPatch(types.StrategicMergePatchType, upgrade)); err != nil {
		t.Fatal(err)
	}
	for _, wf := range flight {
		succeedsWith(t, wf, 1)
	}
	operatorReady(t)
}

// Only the cluster that `make cluster` made is ours to break.
func TestTheClusterItselfIsRestarted(t *testing.T) {
	tool := os.Getenv("CLUSTER_TOOL")
	if tool == "" {
		t.Skip("it kills the kubelet, containerd and the API server, which needs the local cluster: run make test-e2e without KUBECONFIG")
	}
	for _, parts := range [][]string{{"containerd", "kubelet"}, {"kube-apiserver"}} {
		t.Run(parts[0], func(t *testing.T) {
			wf := submit(t, toIPFS, "restart", shell("count", once))
			until(t, wf, "running", running)
			restart := exec.CommandContext(context.Background(), tool, append([]string{"cluster", "restart"}, parts...)...)
			if out, err := restart.CombinedOutput(); err != nil {
				t.Fatalf("restart %v: %v\n%s", parts, err, out)
			}
			succeedsWith(t, wf, 1)
		})
	}
}
