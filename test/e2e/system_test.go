// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
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
	for name, end := range map[string]func(context.Context, *v1alpha1.Workflow, *corev1.Pod) error{
		"when it is evicted": func(ctx context.Context, _ *v1alpha1.Workflow, pod *corev1.Pod) error {
			return cluster.SubResource("eviction").Create(ctx, pod, &policyv1.Eviction{})
		},
		"when it is deleted by hand": func(ctx context.Context, _ *v1alpha1.Workflow, pod *corev1.Pod) error {
			return cluster.Delete(ctx, pod)
		},
		"when its job is deleted by hand, and it is not": func(ctx context.Context, wf *v1alpha1.Workflow, _ *corev1.Pod) error {
			return cluster.Delete(ctx, jobOf(wf), client.PropagationPolicy(metav1.DeletePropagationOrphan))
		},
		"when its job is deleted by hand": func(ctx context.Context, wf *v1alpha1.Workflow, _ *corev1.Pod) error {
			return cluster.Delete(ctx, jobOf(wf), client.PropagationPolicy(metav1.DeletePropagationBackground))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wf := submit(t, toIPFS, "again", shell("count", once))
			until(t, wf, "running", running)
			if err := end(t.Context(), wf, podOf(t, wf, v1alpha1.StepAlgorithm)); err != nil {
				t.Fatal(err)
			}
			succeedsWith(t, wf, 2)
		})
	}
}

// jobOf is the first Job of the algorithm of a workflow with one stage.
func jobOf(wf *v1alpha1.Workflow) *batchv1.Job {
	return &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: wf.Namespace, Name: wf.Name + "-algorithm-job"}}
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

// The strict operator filters, so its workflows go through every phase there is.
func TestTheOperatorIsKilledInEachPhase(t *testing.T) {
	wf := submitSpec(t, strict, "phases", v1alpha1.WorkflowSpec{Suspend: true, Stages: []v1alpha1.Stage{shell("count", once)}})
	until(t, wf, "on hold", func(wf *v1alpha1.Workflow) bool { return wf.Status.Phase == v1alpha1.PhasePending })
	killOperator(t, strict)
	if err := cluster.Patch(t.Context(), wf.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(`{"spec":{"suspend":false}}`))); err != nil {
		t.Fatal(err)
	}
	for _, phase := range []v1alpha1.Phase{v1alpha1.PhaseConfiguring, v1alpha1.PhaseRunning, v1alpha1.PhaseFiltering, v1alpha1.PhasePublishing} {
		until(t, wf, string(phase), func(wf *v1alpha1.Workflow) bool { return wf.Status.Phase == phase })
		killOperator(t, strict)
	}
	succeedsWith(t, wf, 1)
	operatorReady(t, strict)
}

func TestTheOperatorIsUpgradedWithWorkflowsInFlight(t *testing.T) {
	image := anotherVersion(t)
	var flight []*v1alpha1.Workflow
	for range 20 {
		flight = append(flight, submit(t, toIPFS, "flight", shell("count", once)))
	}
	until(t, flight[0], "running", running)
	upgrade := fmt.Appendf(nil, `{"spec":{"template":{"spec":{"containers":[{"name":"manager","image":%[1]q,"env":[{"name":"OPERATOR_IMAGE","value":%[1]q}]}]}}}}`, image)
	operator := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: toIPFS, Name: "operator-engine"}}
	if err := cluster.Patch(t.Context(), operator, client.RawPatch(types.StrategicMergePatchType, upgrade)); err != nil {
		t.Fatal(err)
	}
	for _, wf := range flight {
		succeedsWith(t, wf, 1)
	}
	operatorReady(t, toIPFS)
	later := submit(t, toIPFS, "later", shell("count", once))
	until(t, later, "running", running)
	if pod := podOf(t, later, v1alpha1.StepConfigure); pod.Spec.Containers[0].Image != image {
		t.Errorf("configure runs from %s, not from %s", pod.Spec.Containers[0].Image, image)
	}
	succeedsWith(t, later, 1)
}

// anotherVersion builds an image of the operator that says it is of another version, and brings it to where the cluster's
// nodes find it. make deploy brings the proper one back.
func anotherVersion(t *testing.T) string {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "upgrade.tar")
	tool(t, "image", "-module", "../..", "-ref", "operator-engine:upgrade", "-version", "0.0.0-upgrade", "-out", archive)
	return strings.TrimSpace(tool(t, "cluster", "load", archive))
}
