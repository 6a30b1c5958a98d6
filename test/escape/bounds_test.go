// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestAForkBombEndsItsOwnWorkflowOnly(t *testing.T) {
	t.Parallel()
	const limit = 20 * time.Second
	stage := within(limit, static("act bomb"))
	stage.Compute.Resources = v1alpha1.ComputeResources{ // With less, 4096 processes could meet the end of memory first.
		Requests: v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("64Mi")},
		Limits:   v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("4Gi")},
	}
	wf, err := submit(t, v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{stage}})
	if err != nil {
		t.Fatal(err)
	}
	neighbour := ended(t, shell("sleep 10; echo undisturbed"))
	bomb := finished(t, wf)
	want := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDeadlineExceeded, 124, limit, limit + grace + slack, "EAGAIN after ", ""}
	differs := want.differs(t, bomb)
	if differs == "" && reason(neighbour) != v1alpha1.ReasonCompleted {
		differs = "its neighbour ended as " + reason(neighbour)
	}
	judge(t, "fork-bomb", differs == "", "%s", differs)
}

func TestMemoryHasAnEnd(t *testing.T) {
	t.Parallel()
	stage := static("act memory")
	stage.Compute.Resources.Limits = v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("96Mi")}
	differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonOOMKilled, unknown, 0, patience, "begun\n", ""}.differs(t, ended(t, stage))
	judge(t, "memory", differs == "", "%s", differs)
}

// What a Workflow does not speak of has the template's limits, and /tmp counts against them, also what is in no folder of it.
func TestMemoryHasAnEndWhereTheWorkflowSetsNone(t *testing.T) {
	t.Parallel()
	for row, entrypoint := range map[string]string{"memory-no-limit": "act memory", "tmp-unlinked": "act temporary"} {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			wf, err := submit(t, v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{static(entrypoint)}})
			if err != nil {
				t.Fatal(err)
			}
			neighbour := ended(t, shell("sleep 10; echo undisturbed"))
			differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonOOMKilled, unknown, 0, patience, "begun\n", ""}.differs(t, finished(t, wf))
			if differs == "" && reason(neighbour) != v1alpha1.ReasonCompleted {
				differs = "its neighbour ended as " + reason(neighbour)
			}
			judge(t, row, differs == "", "%s", differs)
		})
	}
}

// A volume that has no size can be filled, as the node's disk can: then it ends by the provider's choice of volumes, and the
// preflight has to say so.
func TestTheVolumeHasAnEnd(t *testing.T) {
	t.Parallel()
	if err := cluster.Get(t.Context(), types.NamespacedName{Name: "sized"}, &storagev1.StorageClass{}); err != nil {
		leaveOut(t, "disk", "the cluster has no storage class sized, whose volumes end where their size does: run it on the local cluster")
	}
	wf := endedSpec(t, v1alpha1.WorkflowSpec{VolumeSize: new(gen.Quantity("32Mi")), Stages: []v1alpha1.Stage{static("act disk")}})
	differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDiskFull, unknown, 0, patience, "", ""}.differs(t, wf)
	judge(t, "disk", differs == "", "%s", differs)
}

func TestALogWithoutEndIsCut(t *testing.T) {
	t.Parallel()
	const limit = 5 * time.Second
	wf := ended(t, within(limit, static("act log")))
	want := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonDeadlineExceeded, 124, limit, limit + grace + slack, "runner: the output was cut after 1048576 bytes", ""}
	differs := want.differs(t, wf)
	if size := len(published(t, wf)["logs/algorithm.log"]); differs == "" && size > logMax+1000 {
		differs = "the log is longer than that"
	}
	judge(t, "log", differs == "", "%s", differs)
}

func TestATerminationMessageHasAnEnd(t *testing.T) {
	t.Parallel()
	wf := ended(t, static("act message"))
	said := published(t, wf)["outputs/message.txt"]
	judge(t, "message-flood", said == "cut\n" && reason(wf) == v1alpha1.ReasonCompleted, "%s, and it ended as %+v", said, summary(wf))
}

func TestACoreDumpHoldsNothingOfOthers(t *testing.T) {
	t.Parallel()
	wf := ended(t, static("act core"))
	differs := ending{v1alpha1.PhaseFailed, v1alpha1.ReasonAlgorithmFailed, 134, 0, patience, "dumping\n", ""}.differs(t, wf)
	for name, content := range published(t, wf) {
		if strings.HasPrefix(name, "outputs/core") && strings.Contains(content, "--log-max-bytes") { // Some kernels add the process's number.
			differs = "the core is runner's"
		}
	}
	judge(t, "core-dump", differs == "", "%s", differs)
}
