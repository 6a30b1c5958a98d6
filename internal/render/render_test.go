// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// ours are the templates that the project ships.
func ours() fs.FS { return os.DirFS("../../templates") }

// withTemplate is ours with one file changed.
func withTemplate(t *testing.T, name string, change func(string) string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	entries, err := fs.ReadDir(ours(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := fs.ReadFile(ours(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() == name {
			changed := change(string(text))
			if changed == string(text) {
				t.Fatalf("%s was not changed", name)
			}
			text = []byte(changed)
		}
		all[e.Name()] = &fstest.MapFile{Data: text}
	}
	return all
}

func replace(old, with string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, with, 1) }
}

// The values that must never show.
var hush = map[string]string{
	"AWS_ACCESS_KEY_ID":     "AKIAHUSHHUSH",
	"AWS_SECRET_ACCESS_KEY": "hush-hush-s3",
	"OPERATOR_PRIVATE_KEY":  "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
	"NOTIFY_START_URL":      "https://backend/hush-hush-token",
}

func settings(t *testing.T, more map[string]string) Settings {
	t.Helper()
	vars := map[string]string{
		"AWS_BUCKET_OUTPUT": "results", "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": "http://s3:7070",
		"POD_NAMESPACE": "ocean-compute", "OPERATOR_IMAGE": "operator-engine:v0.1.0",
		"FILTERING_CONTAINER": "registry.example.com/filter:2", "NODE_SELECTOR": "compute", "PULL_SECRET": "pull",
		"STORAGE_CLASS": "fast",
	}
	for _, m := range []map[string]string{hush, more} {
		for name, v := range m {
			vars[name] = v
		}
	}
	c, err := config.Load(func(name string) (string, bool) { v, ok := vars[name]; return v, ok })
	if err != nil {
		t.Fatal(err)
	}
	return SettingsFrom(c)
}

func renderer(t *testing.T, dir fs.FS, more map[string]string) *Renderer {
	t.Helper()
	templates, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return New(templates, settings(t, more))
}

func mustJob(t *testing.T, r *Renderer, wf *v1alpha1.Workflow, run Run) *batchv1.Job {
	t.Helper()
	job, err := r.Job(wf, run)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func mainOf(t *testing.T, job *batchv1.Job) *corev1.Container {
	t.Helper()
	main := mainContainer(&job.Spec.Template.Spec)
	if main == nil {
		t.Fatal("there is no main container")
	}
	return main
}

// twoStages cleans a data set, and counts in what comes out.
func twoStages() *v1alpha1.Workflow {
	return &v1alpha1.Workflow{
		ObjectMeta: metav1.ObjectMeta{Name: "word-count", Namespace: "ocean-compute", UID: "0a1b2c3d"},
		Spec: v1alpha1.WorkflowSpec{
			Owner:      "0x0000000000000000000000000000000000000001",
			VolumeSize: new(gen.Quantity("5Gi")),
			Stages:     []v1alpha1.Stage{cleanStage(), countStage()},
		},
		Status: v1alpha1.WorkflowStatus{Stages: []v1alpha1.StageStatus{
			{Name: "clean", StepStatus: v1alpha1.StepStatus{Attempts: 2}},
			{Name: "count", StepStatus: v1alpha1.StepStatus{Attempts: 1}},
		}},
	}
}

func cleanStage() v1alpha1.Stage {
	return v1alpha1.Stage{
		Name: "clean",
		Inputs: []v1alpha1.Input{
			{ID: "did:op:aaaa", Files: []v1alpha1.File{
				{URL: "https://data.example.com/a.csv"},
				{URLFrom: &v1alpha1.SecretKeyReference{Name: "dataset-a", Key: "url"}},
			}},
			{ID: "did:op:bbbb", Remote: &v1alpha1.Remote{ServiceID: "1", TxID: "0x2"}},
		},
		Algorithm: v1alpha1.Algorithm{
			ID:         new("did:op:cccc"),
			Container:  v1alpha1.Container{Image: "python", Tag: "3.11", Entrypoint: "python3 $ALGO"},
			Files:      []v1alpha1.File{{URLFrom: &v1alpha1.SecretKeyReference{Name: "dataset-a", Key: "code"}}},
			CustomData: &apiextensionsv1.JSON{Raw: []byte(`{"columns":["a","b"]}`)},
		},
		Compute: v1alpha1.Compute{MaxTimeSeconds: 600, Resources: v1alpha1.ComputeResources{
			Requests: v1alpha1.ResourceList{corev1.ResourceCPU: gen.Quantity("2")},
			Limits:   v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("4Gi")},
		}},
	}
}

func countStage() v1alpha1.Stage {
	return v1alpha1.Stage{
		Name: "count",
		Inputs: []v1alpha1.Input{
			{ID: "cleaned", Stage: "clean"},
			{ID: "did:op:aaaa", Files: []v1alpha1.File{
				{URL: "https://data.example.com/a.csv", HeadersFrom: &v1alpha1.SecretKeyReference{Name: "dataset-a", Key: "headers"}},
				{URL: "https://data.example.com/b.csv", HeadersFrom: &v1alpha1.SecretKeyReference{Name: "dataset-a", Key: "headers"}},
				{URL: "s3://data/c.csv", CredentialsFrom: &v1alpha1.CredentialsReference{Name: "dataset-s3"}},
				{Claim: &v1alpha1.ClaimPath{Name: "datasets", Path: "2026/d.csv"}},
				{Claim: &v1alpha1.ClaimPath{Name: "datasets", Path: "2026/e.csv"}},
			}},
		},
		Algorithm: v1alpha1.Algorithm{
			ID: new("did:op:dddd"),
			Container: v1alpha1.Container{
				Image: "ghcr.io/someone/count", Tag: "ignored", Entrypoint: `sh -c 'cat "$ALGO" | wc'`,
				Checksum: "sha256:0000000000000000000000000000000000000000000000000000000000000000",
			},
			RawCode: "print('<&>')",
		},
		Compute: v1alpha1.Compute{MaxTimeSeconds: 3600, Resources: v1alpha1.ComputeResources{
			Requests: v1alpha1.ResourceList{
				corev1.ResourceCPU: gen.Quantity("500m"), corev1.ResourceMemory: gen.Quantity("1Gi"),
			},
			Limits: v1alpha1.ResourceList{"nvidia.com/gpu": gen.Quantity("1")},
		}},
	}
}

func oneStage() *v1alpha1.Workflow {
	wf := twoStages()
	wf.Spec.Stages = wf.Spec.Stages[:1]
	wf.Status.Stages = wf.Status.Stages[:1]
	return wf
}
