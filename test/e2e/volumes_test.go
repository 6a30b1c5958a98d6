// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// provide makes the two volumes of a workflow by hand, as folders of this machine. Only the local cluster's node is this machine.
func provide(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	volume(t, wf.Namespace, render.DataClaimName(wf), folder(t))
	volume(t, wf.Namespace, render.AdminLogsClaimName(wf), folder(t))
}

// folder is one that anybody may write to, whatever this process's mask.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// volume is meant for one claim.
func volume(t *testing.T, namespace, claim, path string) {
	t.Helper()
	v := &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "by-hand-"},
		Spec: corev1.PersistentVolumeSpec{
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Ti")},
			AccessModes:                   []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimRetain,
			StorageClassName:              "by-hand",
			ClaimRef:                      &corev1.ObjectReference{Namespace: namespace, Name: claim},
			PersistentVolumeSource:        corev1.PersistentVolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: new(corev1.HostPathDirectory)}},
		},
	}
	if err := cluster.Create(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), v); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
}

// With volumes that come when the test wants it, a pod waits until then, and can be deleted before it ran.
func TestAPodThatIsDeletedBeforeItRanIsTriedAgain(t *testing.T) {
	t.Parallel()
	needsLocalCluster(t)
	wf := submit(t, byHand, "early", shell("count", once))
	pod := awaitPod(t, wf, v1alpha1.StepConfigure)
	if err := cluster.Delete(t.Context(), pod); err != nil {
		t.Fatal(err)
	}
	provide(t, wf)
	ended := end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted)
	if n := ended.Status.Configure.Attempts; n != 2 {
		t.Errorf("configure had %d attempts, not 2", n)
	}
	if files := published(t, ended); files["outputs/runs.txt"] != "run\n" {
		t.Errorf("published: %q", files)
	}
	nothingLeft(t, ended)
}

// awaitPod waits until a step has a pod.
func awaitPod(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind) *corev1.Pod {
	t.Helper()
	return awaitPodThat(t, wf, kind, func(*corev1.Pod) bool { return true })
}

func isRunning(pod *corev1.Pod) bool { return pod.Status.Phase == corev1.PodRunning }

// awaitPodThat waits until a step has a pod that is as the test needs it.
func awaitPodThat(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind, is func(*corev1.Pod) bool) *corev1.Pod {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watch, err := cluster.Watch(ctx, &corev1.PodList{}, client.InNamespace(wf.Namespace), client.MatchingLabels{
		v1alpha1.LabelWorkflowUID: string(wf.UID), v1alpha1.LabelComponent: string(kind),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	for event := range watch.ResultChan() {
		if pod, ok := event.Object.(*corev1.Pod); ok && is(pod) {
			return pod
		}
	}
	t.Fatalf("%s had no such pod within %s", kind, patience)
	return nil
}

// Why a volume cannot be mounted the kubelet says in an Event only.
func TestAVolumeThatCannotBeMountedIsToldInTheKubeletsWords(t *testing.T) {
	t.Parallel()
	needsLocalCluster(t)
	wf := submit(t, byHand, "unmounted", shell("count", "true"))
	volume(t, wf.Namespace, render.DataClaimName(wf), filepath.Join(folder(t), "nowhere"))
	volume(t, wf.Namespace, render.AdminLogsClaimName(wf), folder(t))
	ended := end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeVolumeCreationFailed, v1alpha1.ReasonVolumeFailed)
	if message := summary(ended); !strings.Contains(message, "is not a directory") {
		t.Errorf("the message is %q", message)
	}
	nothingLeft(t, ended)
}
