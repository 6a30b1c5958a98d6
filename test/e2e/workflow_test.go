// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/await"
)

// patience is how long a workflow of these tests may take: other tests run beside it, on two cores.
const patience = 5 * time.Minute

// shell is a stage that runs a script in busybox.
func shell(name, script string, inputs ...v1alpha1.Input) v1alpha1.Stage {
	return v1alpha1.Stage{
		Name:   name,
		Inputs: inputs,
		Algorithm: v1alpha1.Algorithm{
			ID:        new("did:op:" + name),
			Container: v1alpha1.Container{Image: "busybox", Tag: "1.35", Entrypoint: "sh -e $ALGO"},
			RawCode:   script,
		},
		Compute: v1alpha1.Compute{MaxTimeSeconds: 120},
	}
}

// submit creates a workflow and has it deleted when the test is over.
func submit(t *testing.T, namespace, name string, stages ...v1alpha1.Stage) *v1alpha1.Workflow {
	t.Helper()
	return submitSpec(t, namespace, name, v1alpha1.WorkflowSpec{Stages: stages})
}

// submitSpec is submit for what not every workflow has.
func submitSpec(t *testing.T, namespace, name string, spec v1alpha1.WorkflowSpec) *v1alpha1.Workflow {
	t.Helper()
	wf := &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{GenerateName: name + "-", Namespace: namespace}, Spec: spec}
	if err := cluster.Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), wf); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
	return wf
}

// until watches a workflow until it is as the test needs it.
func until(t *testing.T, wf *v1alpha1.Workflow, what string, reached func(*v1alpha1.Workflow) bool) *v1alpha1.Workflow {
	t.Helper()
	return within(t, patience, wf, what, reached)
}

// within is until with another limit.
func within(t *testing.T, limit time.Duration, wf *v1alpha1.Workflow, what string, reached func(*v1alpha1.Workflow) bool) *v1alpha1.Workflow {
	t.Helper()
	seen, err := await.Workflow(t.Context(), cluster, limit, wf, reached)
	if err != nil {
		t.Fatalf("%s was not %s: %v", wf.Name, what, err)
	}
	return seen
}

// end waits until the workflow has ended, and checks how.
func end(t *testing.T, wf *v1alpha1.Workflow, phase v1alpha1.Phase, code v1alpha1.Code, reason string) *v1alpha1.Workflow {
	t.Helper()
	ended := until(t, wf, "ended", func(wf *v1alpha1.Workflow) bool { return wf.Status.CompletionTime != nil })
	summary := meta.FindStatusCondition(ended.Status.Conditions, v1alpha1.ConditionSucceeded)
	if ended.Status.Phase != phase || ended.Status.Code != code || summary.Reason != reason {
		t.Errorf("it ended as %s %d %s (%s), not as %s %d %s",
			ended.Status.Phase, ended.Status.Code, summary.Reason, summary.Message, phase, code, reason)
	}
	wantPrinted(t, ended)
	return ended
}

// nothingLeft waits until no object of the workflow is left but itself.
func nothingLeft(t *testing.T, wf *v1alpha1.Workflow) {
	t.Helper()
	if err := await.NothingOf(t.Context(), cluster, patience, wf); err != nil {
		t.Fatal(err)
	}
}
