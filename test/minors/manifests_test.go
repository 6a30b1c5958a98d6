// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// home is where config/default deploys to, and loose a namespace without any Pod Security Standard.
const home, loose = "ocean-compute", "loose"

// root is the checkout, seen from this package.
const root = "../.."

// kustomized are the objects that `kubectl apply -k` would send.
func (s *server) kustomized(t *testing.T, folder string) []*unstructured.Unstructured {
	t.Helper()
	var mistakes bytes.Buffer
	command := exec.Command(filepath.Join(s.folder, "kubectl"), "kustomize", filepath.Join(root, folder))
	command.Stderr = &mistakes
	text, err := command.Output()
	if err != nil || mistakes.Len() > 0 {
		t.Fatalf("kubectl kustomize %s: %v\n%s", folder, err, &mistakes)
	}
	return documents(t, text)
}

func documents(t *testing.T, text []byte) []*unstructured.Unstructured {
	t.Helper()
	var all []*unstructured.Unstructured
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(object)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(object.Object) > 0 {
			all = append(all, object)
		}
	}
}

func (s *server) takesTheManifests(t *testing.T) {
	for _, object := range append(s.kustomized(t, "config/default"), s.kustomized(t, "config/network-policy")...) {
		s.offer(t, s.admin, object)
		switch object.GetKind() {
		case "CustomResourceDefinition":
			crds := []*apiextensionsv1.CustomResourceDefinition{typed(t, object, &apiextensionsv1.CustomResourceDefinition{})}
			wait := envtest.CRDInstallOptions{MaxTime: patience, PollInterval: 100 * time.Millisecond}
			if err := envtest.WaitForCRDs(s.config, crds, wait); err != nil {
				t.Fatalf("%s is not served: %v", object.GetName(), err)
			}
		case "Deployment":
			deployment := typed(t, object, &appsv1.Deployment{})
			s.offerPod(t, deployment, deployment.Spec.Template)
		}
	}
}

func typed[T any](t *testing.T, object *unstructured.Unstructured, into *T) *T {
	t.Helper()
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, into, true); err != nil {
		t.Fatal(err)
	}
	return into
}

func (s *server) takesAFurtherNamespace(t *testing.T) {
	s.offer(t, s.admin, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: loose}})
	for _, object := range s.kustomized(t, "config/components/watched-namespace") {
		object.SetNamespace(loose)
		s.offer(t, s.admin, object)
	}
}

func (s *server) takesTheSamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "config/samples/workflow-*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, sample := range documents(t, text) {
			sample.SetNamespace(home)
			s.offer(t, s.admin, sample, client.DryRunAll)
		}
	}
}

// refusesWhatItMust shows that a server would tell: of a field that it does not know, and of a pod that is not restricted.
func (s *server) refusesWhatItMust(t *testing.T) {
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": map[string]any{"name": "unknown", "namespace": home},
		"spec": map[string]any{
			"accessModes": []any{"ReadWriteOnce"}, "resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}},
			"colour": "blue",
		},
	}}
	if err := s.admin.Create(t.Context(), object, client.DryRunAll); err == nil {
		t.Error("it takes a claim that has a colour")
	}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "unrestricted", Namespace: home},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "a", Image: "a"}}},
	}
	if err := s.admin.Create(t.Context(), pod, client.DryRunAll); err == nil {
		t.Error("it takes a pod that may do anything")
	}
}
