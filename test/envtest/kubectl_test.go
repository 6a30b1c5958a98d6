// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestKubectlShowsWhichCodeRanInWhichImage(t *testing.T) {
	c := admin(t)
	ran := v1alpha1.StageStatus{Name: "count", AlgorithmSHA256: strings.Repeat("ab", 32)}
	ran.ImageID = "docker.io/library/busybox@sha256:" + strings.Repeat("cd", 32)
	wf := gen.Workflow(gen.InNamespace(namespace(t, c)))
	wf.UID = ""
	if err := c.Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	before := wf.DeepCopy()
	wf.Status.Stages = []v1alpha1.StageStatus{ran}
	if err := c.Status().Patch(t.Context(), wf, client.MergeFrom(before)); err != nil {
		t.Fatal(err)
	}
	kubectl := exec.CommandContext(t.Context(), filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), "kubectl"),
		"--kubeconfig="+kubeconfig(t), "--cache-dir="+t.TempDir(), "--namespace="+wf.Namespace, "get", "workflows", "--output=wide")
	table, err := kubectl.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, table)
	}
	for _, shown := range []string{"IMAGE", ran.ImageID, "ALGORITHM", ran.AlgorithmSHA256} {
		if !strings.Contains(string(table), shown) {
			t.Errorf("it does not show %s:\n%s", shown, table)
		}
	}
}
