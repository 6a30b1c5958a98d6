// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestAnAlgorithmThatFailsHasItsOutputsAndLogPublished(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "fails", shell("fail", `echo some > "$OUTPUTS/some.txt"; echo why; exit 3`))
	ended := end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonAlgorithmFailed)
	if code := ended.Status.Stages[0].ExitCode; code == nil || *code != 3 {
		t.Errorf("the exit code in the status is %v", code)
	}
	files := published(t, ended)
	if files["outputs/some.txt"] != "some\n" || files["logs/algorithm.log"] != "why\n" {
		t.Errorf("published: %q", files)
	}
	nothingLeft(t, ended)
}

func TestAnInputThatIsNotThereEndsTheRunBeforeTheAlgorithm(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "noinput", shell("count", "true", v1alpha1.Input{
		ID: "rows", Files: []v1alpha1.File{{URL: "http://files.ocean-storage.svc.cluster.local/nowhere.csv?token=hidden"}},
	}))
	ended := end(t, wf, v1alpha1.PhaseFailed, v1alpha1.CodeInputFailed, v1alpha1.ReasonInputFailed)
	message := meta.FindStatusCondition(ended.Status.Conditions, v1alpha1.ConditionSucceeded).Message
	if !strings.Contains(message, "404") || !strings.Contains(message, "rows") || strings.Contains(message, "hidden") {
		t.Errorf("the message is %q", message)
	}
	if ended.Status.Stages[0].Attempts != 0 {
		t.Error("the algorithm was run")
	}
}

func TestAnAlgorithmThatRunsTooLongIsEnded(t *testing.T) {
	t.Parallel()
	stage := shell("long", `echo begun > "$OUTPUTS/begun.txt"; trap 'echo asked > "$OUTPUTS/asked.txt"; exit 0' TERM; sleep 1000 & wait`)
	stage.Compute.MaxTimeSeconds = 3
	ended := end(t, submit(t, toIPFS, "long", stage), v1alpha1.PhaseFailed, v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonDeadlineExceeded)
	files := published(t, ended)
	if ended.Status.StopReq != v1alpha1.StopTimedOut || files["outputs/begun.txt"] == "" || files["outputs/asked.txt"] == "" {
		t.Errorf("stopreq %d, published %q", ended.Status.StopReq, files)
	}
}

// deaf is an algorithm that does not hear that it is to end.
const deaf = `trap '' TERM; echo begun > "$OUTPUTS/begun.txt"; while true; do sleep 1; done`

// The strict operator gives five seconds from TERM to KILL.
func TestAnAlgorithmThatIgnoresItsEndIsKilledAfterItsGrace(t *testing.T) {
	t.Parallel()
	killed := func(t *testing.T, ended *v1alpha1.Workflow, after, within time.Duration) {
		t.Helper()
		st := ended.Status.Stages[0]
		if ran := st.CompletionTime.Sub(st.StartTime.Time); ran < after || ran > within {
			t.Errorf("it ran for %s, not for %s to %s", ran, after, within)
		}
		if files := published(t, ended); files["outputs/begun.txt"] != "begun\n" {
			t.Errorf("published: %q", files)
		}
		nothingLeft(t, ended)
	}
	t.Run("when its time is over", func(t *testing.T) {
		t.Parallel()
		stage := shell("deaf", deaf)
		stage.Compute.MaxTimeSeconds = 3
		ended := end(t, submit(t, strict, "deaf", stage), v1alpha1.PhaseFailed, v1alpha1.CodeAlgorithmFailed, v1alpha1.ReasonDeadlineExceeded)
		killed(t, ended, 7*time.Second, 20*time.Second)
	})
	t.Run("when it is stopped", func(t *testing.T) {
		t.Parallel()
		wf := submit(t, strict, "deaf", shell("deaf", deaf))
		until(t, wf, "running", running)
		stop(t, wf)
		killed(t, end(t, wf, v1alpha1.PhaseStopped, v1alpha1.CodeJobFinished, v1alpha1.ReasonStopped), 4*time.Second, time.Minute)
	})
}

func TestADeletedWorkflowLeavesNothing(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "deleted", shell("wait", "exec sleep 1000"))
	until(t, wf, "running", func(wf *v1alpha1.Workflow) bool { return wf.Status.Code == v1alpha1.CodeRunningAlgorithm })
	if err := cluster.Delete(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, wf)
}

func TestTheAlgorithmSeesOnlyWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	wf := submit(t, toIPFS, "own", shell("look", `
for p in /data/adminlogs /data/inputs/x /workflow /var/run/secrets/kubernetes.io /data/transformations/x; do
  if [ -e $p ] || touch $p 2>/dev/null; then echo "$p"; fi
done > "$OUTPUTS/found.txt"
env | cut -d= -f1 | sort > "$OUTPUTS/env.txt"
id -u > "$OUTPUTS/id.txt"`))
	files := published(t, end(t, wf, v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished, v1alpha1.ReasonCompleted))
	if found := files["outputs/found.txt"]; found != "" {
		t.Errorf("it could read or write:\n%s", found)
	}
	for _, name := range strings.Fields(files["outputs/env.txt"]) {
		if strings.HasPrefix(name, "AWS") || strings.HasPrefix(name, "IPFS") || strings.HasPrefix(name, "KUBERNETES_") || strings.Contains(name, "KEY") {
			t.Errorf("it has %s in its environment", name)
		}
	}
	if files["outputs/id.txt"] != "65532\n" {
		t.Errorf("it runs as %s", files["outputs/id.txt"])
	}
}
