// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// sized is a storage class whose volumes end where their size does. The operator of the namespace strict uses it where the
// cluster has it, as the local one does.
const sized = "sized"

func needsSizedVolumes(t *testing.T) {
	t.Helper()
	err := cluster.Get(t.Context(), types.NamespacedName{Name: sized}, &storagev1.StorageClass{})
	if apierrors.IsNotFound(err) {
		t.Skip("the cluster has no storage class sized, whose volumes end where their size does: run it on the local cluster")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// onSmallVolume submits a workflow with little room.
func onSmallVolume(t *testing.T, name string, stage v1alpha1.Stage) *v1alpha1.Workflow {
	t.Helper()
	return submitSpec(t, strict, name, v1alpha1.WorkflowSpec{VolumeSize: new(gen.Quantity("32Mi")), Stages: []v1alpha1.Stage{stage}})
}

func TestAnAlgorithmThatFillsItsVolumeFailedOfThat(t *testing.T) {
	t.Parallel()
	needsSizedVolumes(t)
	wf := onSmallVolume(t, "fill", shell("fill", `echo first > "$OUTPUTS/first.txt"; echo begun; head -c 64m /dev/zero > "$OUTPUTS/fill"`))
	ended := end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeDiskQuotaExceeded, v1alpha1.ReasonDiskFull)
	if message := summary(ended); !strings.Contains(message, "volumeSize") {
		t.Errorf("the message is %q", message)
	}
	// The log lies on the volume too, so it may lack the line that tells.
	if files := published(t, ended); files["outputs/first.txt"] != "first\n" || !strings.HasPrefix(files["logs/algorithm.log"], "begun\n") {
		t.Errorf("published: %d files, the log says %q", len(files), files["logs/algorithm.log"])
	}
	nothingLeft(t, ended)
}

func TestInputsThatDoNotFitOntoTheVolumeAreNamed(t *testing.T) {
	t.Parallel()
	needsSizedVolumes(t)
	data := v1alpha1.File{URL: "http://files.ocean-storage.svc.cluster.local/oui.csv"}
	many := v1alpha1.Input{ID: "rows"}
	for range 32 {
		many.Files = append(many.Files, data)
	}
	ended := end(t, onSmallVolume(t, "inputs", shell("count", "true", many)), v1alpha1.PhaseFailed, v1alpha1.CodeInputFailed, v1alpha1.ReasonInputFailed)
	if message := summary(ended); !strings.Contains(message, "the data volume is full, raise volumeSize") {
		t.Errorf("the message is %q", message)
	}
	nothingLeft(t, ended)
}
