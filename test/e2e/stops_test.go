// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func stop(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	if err := cluster.Patch(t.Context(), wf.DeepCopy(), client.RawPatch("application/merge-patch+json", []byte(`{"spec":{"stop":true}}`))); err != nil {
		t.Fatal(err)
	}
}

// stopped waits for the end of a stopped workflow, and gives what it published; nothing but that is left of it.
func stopped(t *testing.T, wf *v1alpha1.Workflow) map[string]string {
	t.Helper()
	ended := end(t, wf, v1alpha1.PhaseStopped, v1alpha1.CodeJobFinished, v1alpha1.ReasonStopped)
	if ended.Status.StopReq != v1alpha1.StopRequested {
		t.Errorf("its stopreq is %d", ended.Status.StopReq)
	}
	nothingLeft(t, ended)
	return published(t, ended)
}

// runs tells that a step's pod is there and its process too.
func runs(t *testing.T, wf *v1alpha1.Workflow, kind v1alpha1.StepKind) {
	t.Helper()
	awaitPodThat(t, wf, kind, isRunning)
}

func TestAStopEndsWhatRunsAndPublishesWhatThereIs(t *testing.T) {
	t.Parallel()
	t.Run("while it is held", func(t *testing.T) {
		t.Parallel()
		wf := submitSpec(t, toIPFS, "stop", v1alpha1.WorkflowSpec{Suspend: true, Stages: []v1alpha1.Stage{shell("wait", "true")}})
		until(t, wf, "on hold", func(wf *v1alpha1.Workflow) bool { return wf.Status.Phase == v1alpha1.PhasePending })
		stop(t, wf)
		nothingLeft(t, end(t, wf, v1alpha1.PhaseStopped, v1alpha1.CodeJobFinished, v1alpha1.ReasonStopped))
	})
	t.Run("while an input is tried to be fetched", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, strict, "stop", shell("wait", "true", v1alpha1.Input{
			ID: "rows", Files: []v1alpha1.File{{URL: "http://files.ocean-storage.svc.cluster.local:9/nobody-listens.csv"}},
		}))
		runs(t, wf, v1alpha1.StepConfigure)
		stop(t, wf)
		for name := range stopped(t, wf) {
			t.Errorf("%s was published, and no algorithm ran", name)
		}
	})
	t.Run("while the algorithm runs", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, toS3, "stop", shell("wait", `echo begun > "$OUTPUTS/begun.txt"; exec sleep 1000`))
		until(t, wf, "running", running)
		stop(t, wf)
		if files := stopped(t, wf); files["outputs/begun.txt"] != "begun\n" {
			t.Errorf("published: %q", files)
		}
	})
	t.Run("while the filter runs", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, strict, "stop", shell("count", `echo linger > "$OUTPUTS/a.txt"; echo log`))
		runs(t, wf, v1alpha1.StepFilter)
		stop(t, wf)
		if files := stopped(t, wf); files["logs/algorithm.log"] != "log\n" || len(files) != 1 {
			t.Errorf("published: %q", files)
		}
	})
	t.Run("but not what is being published", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, toIPFS, "stop", shell("count", `echo done > "$OUTPUTS/a.txt"`))
		until(t, wf, "publishing", func(wf *v1alpha1.Workflow) bool { return wf.Status.Phase == v1alpha1.PhasePublishing })
		stop(t, wf)
		if files := stopped(t, wf); files["outputs/a.txt"] != "done\n" {
			t.Errorf("published: %q", files)
		}
	})
}
