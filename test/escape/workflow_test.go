// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"context"
	_ "embed"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/await"
	"github.com/oceanprotocol/operator-engine/test/reach"
)

const (
	// namespace is that of the suite's operator: little grace, short logs, ALLOW_NETWORK.
	namespace = "ocean-compute-escape"
	// grace and logMax are its GRACE_SECONDS and LOG_MAX_BYTES.
	grace  = 3 * time.Second
	logMax = 1 << 20
	// patience is how long a workflow may take.
	patience = 5 * time.Minute
	// secret stands in the input, and must not leave.
	secret = "what-only-the-algorithm-may-read"
)

//go:embed attempts.py
var script string

// static is a stage that runs the static program, in an image that has a shell and little else.
func static(entrypoint string) v1alpha1.Stage {
	return v1alpha1.Stage{
		Name:   "try",
		Inputs: []v1alpha1.Input{{ID: "rows", Files: []v1alpha1.File{{URL: "data:text/plain," + secret}}}},
		Algorithm: v1alpha1.Algorithm{
			ID:         new("did:op:escape"),
			Container:  v1alpha1.Container{Image: "busybox", Tag: "1.35", Entrypoint: "$ALGO " + entrypoint},
			Files:      []v1alpha1.File{{URL: program}},
			CustomData: &apiextensionsv1.JSON{Raw: targetsJSON()},
		},
		Compute: v1alpha1.Compute{MaxTimeSeconds: 120},
	}
}

// python is a stage that runs the attempts in Python.
func python(groups string) v1alpha1.Stage {
	s := static("")
	s.Algorithm.Container = v1alpha1.Container{Image: "python", Tag: "3.11", Entrypoint: "python3 $ALGO " + groups}
	s.Algorithm.Files, s.Algorithm.RawCode = nil, script
	return s
}

func targetsJSON() []byte {
	b, err := json.Marshal(targets)
	if err != nil {
		panic(err) // It holds strings only.
	}
	return b
}

// within sets a stage's time limit.
func within(limit time.Duration, s v1alpha1.Stage) v1alpha1.Stage {
	s.Compute.MaxTimeSeconds = int32(limit / time.Second)
	return s
}

// submit creates a workflow and has it deleted when the test is over.
func submit(t *testing.T, spec v1alpha1.WorkflowSpec) (*v1alpha1.Workflow, error) {
	t.Helper()
	wf := &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{GenerateName: "escape-", Namespace: namespace}, Spec: spec}
	if err := cluster.Create(t.Context(), wf); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if err := cluster.Delete(context.Background(), wf); client.IgnoreNotFound(err) != nil {
			t.Error(err)
		}
	})
	return wf, nil
}

// ended runs stages to their end, after which nothing of the workflow may be left.
func ended(t *testing.T, stages ...v1alpha1.Stage) *v1alpha1.Workflow {
	t.Helper()
	return endedSpec(t, v1alpha1.WorkflowSpec{Stages: stages})
}

func endedSpec(t *testing.T, spec v1alpha1.WorkflowSpec) *v1alpha1.Workflow {
	t.Helper()
	wf, err := submit(t, spec)
	if err != nil {
		t.Fatal(err)
	}
	return finished(t, wf)
}

// finished waits for the end of a workflow and until nothing of it is left.
func finished(t *testing.T, wf *v1alpha1.Workflow) *v1alpha1.Workflow {
	t.Helper()
	wf, err := await.Workflow(t.Context(), cluster, patience, wf, func(wf *v1alpha1.Workflow) bool { return wf.Status.CompletionTime != nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := await.NothingOf(t.Context(), cluster, patience, wf); err != nil {
		t.Error(err)
	}
	return wf
}

// reason is why the workflow ended as it did.
func reason(wf *v1alpha1.Workflow) string { return summary(wf).Reason }

func summary(wf *v1alpha1.Workflow) metav1.Condition {
	if c := meta.FindStatusCondition(wf.Status.Conditions, v1alpha1.ConditionSucceeded); c != nil {
		return *c
	}
	return metav1.Condition{}
}

// published is the content of every file that the manifest lists, by name.
func published(t *testing.T, wf *v1alpha1.Workflow) map[string]string {
	t.Helper()
	if wf.Status.Manifest == nil {
		t.Fatalf("nothing was published: %+v", wf.Status)
	}
	var manifest struct {
		Files []struct{ Path, URL string }
	}
	if err := json.Unmarshal(get(t, wf.Status.Manifest.URL), &manifest); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range manifest.Files {
		files[f.Path] = string(get(t, f.URL))
	}
	return files
}

func get(t *testing.T, url string) []byte {
	t.Helper()
	content, err := reach.Ask(t.Context(), http.MethodGet, url, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
