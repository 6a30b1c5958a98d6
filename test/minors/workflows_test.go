// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// order is a Workflow under a provider's templates and settings.
type order struct {
	name      string
	namespace string
	templates fs.FS
	settings  map[string]string
	workflow  *v1alpha1.Workflow
}

func orders() []order {
	shipped, least := os.DirFS(filepath.Join(root, "templates")), os.DirFS(filepath.Join(root, "internal/render/testdata/least"))
	provided := overlay{os.DirFS("testdata/provider"), shipped}
	return []order{
		{"one stage", home, shipped, nil, gen.Workflow()},
		{"several stages, a filter, a secret, devices", home, shipped, everySetting, full()},
		{"a provider's template", home, provided, everySetting, full()},
		{"the least templates", loose, least, nil, gen.Workflow(gen.WithStages("clean", "count"))},
		{"the least templates and every setting", loose, least, everySetting, full()},
	}
}

// everySetting shows in the objects.
var everySetting = map[string]string{
	"FILTERING_CONTAINER": "registry.example.com/filter:2", "NODE_SELECTOR": "compute", "PULL_SECRET": "pull",
	"STORAGE_CLASS": "fast", "IPFS_API_KEY": "k", "IPFS_API_CLIENT": "c", "PULL_POLICY": "Always", "GRACE_SECONDS": "120",
}

// full is a Workflow of which every field shows in the objects.
func full() *v1alpha1.Workflow {
	wf := gen.Workflow(gen.Named("full"), gen.WithStages("clean", "count"))
	wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: "consumer-1"}
	wf.Spec.VolumeSize = new(gen.Quantity("5Gi"))
	clean, count := &wf.Spec.Stages[0], &wf.Spec.Stages[1]
	clean.Inputs = []v1alpha1.Input{
		{ID: "did:op:aaaa", Files: []v1alpha1.File{
			{URL: "https://data.example.com/a.csv"}, {URLFrom: &v1alpha1.SecretKeyReference{Name: "consumer-1", Key: "url"}},
		}},
		{ID: "did:op:bbbb", Remote: &v1alpha1.Remote{ServiceID: "1", TxID: "0x2"}},
	}
	clean.Algorithm.CustomData = &apiextensionsv1.JSON{Raw: []byte(`{"columns":["a","b"]}`)}
	clean.Compute.Resources = v1alpha1.ComputeResources{
		Requests: v1alpha1.ResourceList{corev1.ResourceCPU: gen.Quantity("2"), corev1.ResourceEphemeralStorage: gen.Quantity("1Gi")},
		Limits:   v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("4Gi"), "nvidia.com/gpu": gen.Quantity("1")},
	}
	count.Inputs = []v1alpha1.Input{{ID: "cleaned", Stage: "clean"}}
	count.Compute.Retries = 2
	count.Compute.Resources.Requests = v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("1Gi"), "hugepages-2Mi": gen.Quantity("4Mi")}
	return wf
}

// overlay has the files of the first folder, and those of the second that the first lacks.
type overlay struct{ first, second fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.first.Open(name); err == nil {
		return f, nil
	}
	return o.second.Open(name)
}

func (o order) renderer(t *testing.T) *render.Renderer {
	t.Helper()
	templates, err := render.Load(o.templates)
	if err != nil {
		t.Fatal(err)
	}
	return render.New(templates, render.SettingsFrom(settings(t, o.settings)))
}

// settings are the least that an operator needs to be told, and more.
func settings(t *testing.T, more map[string]string) config.Config {
	t.Helper()
	least := map[string]string{
		"OPERATOR_IMAGE": "operator-engine:test", "IPFS_OUTPUT": "http://ipfs.example.com:5001", "POD_NAMESPACE": home,
	}
	c, err := config.Load(func(name string) (string, bool) {
		if value, ok := more[name]; ok {
			return value, true
		}
		value, ok := least[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
