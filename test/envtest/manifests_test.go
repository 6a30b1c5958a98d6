// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// home is the namespace that config/default deploys to.
const home = "ocean-compute"

// deployed are the objects of config/default, which are on the server from then on. There is nobody to run its pods.
func deployed(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	var mistakes bytes.Buffer
	command := exec.CommandContext(t.Context(), filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), "kubectl"), "kustomize", "../../config/default")
	command.Stderr = &mistakes
	text, err := command.Output()
	if err != nil {
		t.Fatalf("kubectl kustomize: %v\n%s", err, &mistakes)
	}
	var all []*unstructured.Unstructured
	for decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096); ; {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(object)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := client.IgnoreAlreadyExists(admin(t).Create(t.Context(), object.DeepCopy())); err != nil {
			t.Fatalf("create %s %s: %v", object.GetKind(), object.GetName(), err)
		}
		all = append(all, object)
	}
}

// accountsOf are the names of the service accounts among some objects, and the one that every namespace has.
func accountsOf(objects []*unstructured.Unstructured) []string {
	names := []string{"default"}
	for _, o := range objects {
		if o.GetKind() == "ServiceAccount" {
			names = append(names, o.GetName())
		}
	}
	return names
}

// grantedTo are the rules of all roles that are bound to a service account.
func grantedTo(t *testing.T, objects []*unstructured.Unstructured, account string) []rbacv1.PolicyRule {
	t.Helper()
	rules := map[string][]rbacv1.PolicyRule{} // A ClusterRole reads like a Role here, and a binding like the other kind.
	var bound []string
	for _, o := range objects {
		switch o.GetKind() {
		case "Role", "ClusterRole":
			role := into(t, o, &rbacv1.Role{})
			rules[o.GetKind()+"/"+role.Name] = role.Rules
		case "RoleBinding", "ClusterRoleBinding":
			binding := into(t, o, &rbacv1.RoleBinding{})
			if slices.ContainsFunc(binding.Subjects, func(s rbacv1.Subject) bool { return s.Kind == rbacv1.ServiceAccountKind && s.Name == account }) {
				bound = append(bound, binding.RoleRef.Kind+"/"+binding.RoleRef.Name)
			}
		}
	}
	var all []rbacv1.PolicyRule
	for _, role := range bound {
		all = append(all, rules[role]...)
	}
	return all
}

func into[T any](t *testing.T, o *unstructured.Unstructured, object *T) *T {
	t.Helper()
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, object); err != nil {
		t.Fatal(err)
	}
	return object
}

// restricted makes a pod's template-less containers pass where the strictest Pod Security Standard is enforced.
func restricted(pod *corev1.Pod, like corev1.PodSpec) *corev1.Pod {
	pod.Spec = *like.DeepCopy()
	pod.Spec.ServiceAccountName, pod.Spec.DeprecatedServiceAccount = "", ""
	return pod
}
