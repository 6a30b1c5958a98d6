// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// needsLocalCluster skips a test on the cluster of somebody else: only what `make cluster` made is ours to break.
func needsLocalCluster(t *testing.T) {
	t.Helper()
	if os.Getenv("LOCAL_CLUSTER") == "" {
		t.Skip("it takes the node for this machine: run make test-e2e without KUBECONFIG")
	}
}

// tool runs one of the programs under hack/, and returns what it prints.
func tool(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.CommandContext(context.Background(), "../../hack/cluster/tool.sh", args...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, &complaints)
	}
	return string(out)
}

func TestTheClusterItselfIsRestarted(t *testing.T) {
	needsLocalCluster(t)
	for _, parts := range [][]string{{"containerd", "kubelet"}, {"kube-apiserver"}} {
		t.Run(parts[0], func(t *testing.T) {
			wf := submit(t, toIPFS, "restart", shell("count", once))
			until(t, wf, "running", running)
			tool(t, append([]string{"cluster", "restart"}, parts...)...)
			succeedsWith(t, wf, 1)
		})
	}
}

// A node that cannot be reached keeps its pods: the kubelet, which is gone here, would say that they have ended. The control
// plane deletes them after some minutes, which the test does at once. The strict operator then waits for half a minute.
func TestANodeThatCannotBeReachedEndsTheRunAndNoSecondPodIsMade(t *testing.T) {
	needsLocalCluster(t)
	wf := submit(t, strict, "lost", shell("wait", `echo begun; echo some > "$OUTPUTS/some.txt"; exec sleep 1000`))
	until(t, wf, "running", running)
	pod := podOf(t, wf, v1alpha1.StepAlgorithm)
	tool(t, "cluster", "stop", "kubelet")
	t.Cleanup(func() { tool(t, "cluster", "up") })
	if err := cluster.Delete(t.Context(), pod, client.GracePeriodSeconds(1)); err != nil {
		t.Fatal(err)
	}
	ended := end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonNodeLost)
	if n := ended.Status.Stages[0].Attempts; n != 1 {
		t.Errorf("the algorithm had %d attempts", n)
	}
	if still := podOf(t, wf, v1alpha1.StepAlgorithm); still.UID != pod.UID {
		t.Errorf("there is another pod, %s", still.Name)
	}
	tool(t, "cluster", "up")
	askForResults(t, ended)
}

// askForResults asks for what a lost node has kept, now that it is back. The strict operator's filter saw nothing of it, so no
// outputs may leave.
func askForResults(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	ask := `{"metadata":{"annotations":{"` + v1alpha1.AnnotationPublishRequestedAt + `":"now that the node is back"}}}`
	if err := cluster.Patch(t.Context(), wf, client.RawPatch(types.MergePatchType, []byte(ask))); err != nil {
		t.Fatal(err)
	}
	ended := until(t, wf, "published", func(wf *v1alpha1.Workflow) bool {
		return meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionPublished)
	})
	if files := published(t, ended); !strings.HasPrefix(files["logs/algorithm.log"], "begun\n") || len(files) != 1 {
		t.Errorf("published: %q", files)
	}
	nothingLeft(t, ended)
}
