// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

var update = flag.Bool("update", false, "write testdata from what is rendered")

// objects renders everything that a workflow of two stages ever has, by the name of its golden file.
func objects(t *testing.T, r *Renderer, wf *v1alpha1.Workflow) map[string]any {
	t.Helper()
	document, err := r.Document(wf, HeldBy(adminLogs(r, wf)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{
		"document":        document,
		"secret":          r.Secret(wf, HeldBy(adminLogs(r, wf)), "the-jobs-secret"),
		"data-claim":      r.DataClaim(wf),
		"adminlogs-claim": r.AdminLogsClaim(wf),
	}
	for name, run := range map[string]Run{
		"configure-job":         {Kind: v1alpha1.StepConfigure, Attempt: 1},
		"algorithm-clean-2-job": {Kind: v1alpha1.StepAlgorithm, Stage: "clean", Attempt: 2},
		"algorithm-count-1-job": {Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 1},
		"filter-job":            {Kind: v1alpha1.StepFilter, Attempt: 1},
		"publish-job":           {Kind: v1alpha1.StepPublish, Attempt: 1},
	} {
		all[name] = mustJob(t, r, wf, run)
	}
	return all
}

// adminLogs is the claim as the API server would give it back.
func adminLogs(r *Renderer, wf *v1alpha1.Workflow) *corev1.PersistentVolumeClaim {
	claim := r.AdminLogsClaim(wf)
	claim.UID = "4d5e6f70"
	return claim
}

func asYAML(t *testing.T, object any) string {
	t.Helper()
	text, err := yaml.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAWorkflowOfTwoStagesRendersAsInTestdata(t *testing.T) {
	for name, object := range objects(t, renderer(t, ours(), nil), twoStages()) {
		t.Run(name, func(t *testing.T) {
			got := asYAML(t, object)
			file := filepath.Join("testdata", "two-stages", name+".yaml")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs; if that is meant, run: go test ./internal/render -update\n%s", file, diff)
			}
		})
	}
}

func TestNoSecretOfTheOperatorIsInAnyObject(t *testing.T) {
	for name, object := range objects(t, renderer(t, ours(), nil), twoStages()) {
		text := asYAML(t, object)
		for variable, value := range hush {
			if strings.Contains(text, value) {
				t.Errorf("%s holds the value of %s", name, variable)
			}
		}
		if name != "secret" && strings.Contains(text, "the-jobs-secret") {
			t.Errorf("%s holds the job's secret", name)
		}
	}
}

func TestRenderingTwiceGivesTheSameAndLeavesTheWorkflowAlone(t *testing.T) {
	r, wf := renderer(t, ours(), nil), twoStages()
	first := objects(t, r, wf)
	if diff := cmp.Diff(first, objects(t, r, wf)); diff != "" {
		t.Errorf("objects (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(twoStages(), wf); diff != "" {
		t.Errorf("workflow (-before +after):\n%s", diff)
	}
}

func TestEveryObjectIsTheWorkflowsOwn(t *testing.T) {
	for name, object := range objects(t, renderer(t, ours(), nil), twoStages()) {
		meta := object.(metav1.Object)
		owner := metav1.GetControllerOf(meta)
		if name == "document" || name == "secret" {
			if owner == nil || owner.Kind != "PersistentVolumeClaim" || owner.Name != "word-count-adminlogs" || owner.UID != "4d5e6f70" {
				t.Errorf("%s has the owner %+v, not the admin logs' claim", name, owner)
			}
			continue
		}
		if owner == nil || owner.Kind != "Workflow" || owner.UID != "0a1b2c3d" || owner.BlockOwnerDeletion == nil ||
			!*owner.BlockOwnerDeletion || owner.APIVersion != "oceanprotocol.com/v1alpha1" {
			t.Errorf("%s has the owner %+v", name, owner)
		}
		if meta.GetNamespace() != "ocean-compute" || meta.GetLabels()[v1alpha1.LabelWorkflow] != "word-count" ||
			meta.GetLabels()[v1alpha1.LabelComponent] == "" {
			t.Errorf("%s is in %q with labels %v", name, meta.GetNamespace(), meta.GetLabels())
		}
	}
}
