// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package config_test looks over the manifests: rights, versions, samples and settings. That they build is for
// `kubectl kustomize`, that they run for the end-to-end tests.
package config_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/isolation/preflight"
)

// kustomization is what these tests read of one.
type kustomization struct {
	Images             []struct{ Name, NewName, NewTag string }
	ConfigMapGenerator []struct {
		Name            string
		Files, Literals []string
	}
}

// manifests are all YAML files below this folder, by path.
func manifests(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func decode(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// roles are the manifests that grant or bind rights; a ClusterRole reads like a Role here, a binding has no rules.
type roles struct {
	metav1.TypeMeta `json:",inline"`
	Rules           []rbacv1.PolicyRule `json:"rules"`
	RoleRef         rbacv1.RoleRef      `json:"roleRef"`
}

func TestNobodyGetsWildcardsOrClusterAdmin(t *testing.T) {
	seen := 0
	for path, text := range manifests(t) {
		var r roles
		if err := yaml.Unmarshal(text, &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if !strings.HasPrefix(r.APIVersion, "rbac.authorization.k8s.io/") {
			continue
		}
		seen++
		for _, rule := range r.Rules {
			for _, list := range [][]string{rule.APIGroups, rule.Resources, rule.Verbs, rule.NonResourceURLs, rule.ResourceNames} {
				if slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, "*") }) {
					t.Errorf("%s: %v holds a wildcard", path, list)
				}
			}
			for _, verb := range []string{"escalate", "bind", "impersonate"} {
				if slices.Contains(rule.Verbs, verb) {
					t.Errorf("%s: the verb %s is a way to any right", path, verb)
				}
			}
		}
		if !strings.HasPrefix(r.RoleRef.Name, "operator-engine") && r.RoleRef.Name != "" {
			t.Errorf("%s binds %s, which is none of ours", path, r.RoleRef.Name)
		}
	}
	if seen < 9 {
		t.Errorf("only %d manifests of rights were found", seen)
	}
}

func TestTheOperatorHasNoClusterWideRightsButToAskWhoReadsItsMetrics(t *testing.T) {
	for path, text := range manifests(t) {
		var r roles
		if err := yaml.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		if r.Kind == "ClusterRoleBinding" && r.RoleRef.Name != "operator-engine-metrics-auth" {
			t.Errorf("%s binds %s in the whole cluster", path, r.RoleRef.Name)
		}
	}
}

// What can be bound to a name is: the operator may change no policy and no ConfigMap but the one that it keeps.
func TestTheRoleNamesThePolicyAndTheConfigMapThatTheOperatorKeeps(t *testing.T) {
	var role rbacv1.Role
	decode(t, "rbac/role.yaml", &role)
	kept := map[string]string{"networkpolicies": isolation.PolicyName, "configmaps": preflight.ConfigMapName}
	for _, rule := range role.Rules {
		for resource, name := range kept {
			if !slices.Contains(rule.Resources, resource) || !slices.Contains(rule.Verbs, "patch") && !slices.Contains(rule.Verbs, "update") {
				continue
			}
			delete(kept, resource)
			if diff := cmp.Diff([]string{name}, rule.ResourceNames); diff != "" {
				t.Errorf("%s: %s", resource, diff)
			}
		}
	}
	for resource := range kept {
		t.Errorf("%s cannot be patched", resource)
	}
}

func TestTheImageHasTheVersionOfTheProject(t *testing.T) {
	version, err := os.ReadFile("../VERSION")
	if err != nil {
		t.Fatal(err)
	}
	var k kustomization
	decode(t, "manager/kustomization.yaml", &k)
	if len(k.Images) != 1 || k.Images[0].NewTag != strings.TrimSpace(string(version)) {
		t.Errorf("images are %+v, VERSION is %s", k.Images, version)
	}
}

func TestEveryTemplateIsInTheConfigMap(t *testing.T) {
	files, err := filepath.Glob("../templates/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var k kustomization
	decode(t, "../templates/kustomization.yaml", &k)
	for _, path := range files {
		name := filepath.Base(path)
		if name != "kustomization.yaml" && !slices.Contains(k.ConfigMapGenerator[0].Files, name) {
			t.Errorf("%s is not in the ConfigMap", name)
		}
	}
}

func TestTheLocalOverlaysSettingsLoad(t *testing.T) {
	for _, overlay := range []string{"local", "local-s3"} {
		vars := map[string]string{"POD_NAMESPACE": "ocean-compute", "OPERATOR_IMAGE": "operator-engine:v0.1.0"}
		for _, path := range []string{"manager", "overlays/" + overlay} {
			var k kustomization
			decode(t, path+"/kustomization.yaml", &k)
			for _, literal := range k.ConfigMapGenerator[0].Literals {
				name, value, _ := strings.Cut(literal, "=")
				vars[name] = value
			}
		}
		if _, err := config.Load(func(name string) (string, bool) { v, ok := vars[name]; return v, ok }); err != nil {
			t.Errorf("%s: %v", overlay, err)
		}
		for name := range vars {
			if !slices.ContainsFunc(config.Variables(), func(g config.Group) bool {
				return slices.ContainsFunc(g.Variables, func(v config.Variable) bool { return v.Name == name && !v.Secret })
			}) {
				t.Errorf("%s: %s is no setting, or belongs in a Secret", overlay, name)
			}
		}
	}
}

func TestOfTheCredentialsTheOperatorMountsItsKeyOnlyAndStartsWithoutIt(t *testing.T) {
	var d appsv1.Deployment
	decode(t, "manager/deployment.yaml", &d)
	pod := d.Spec.Template.Spec
	i := slices.IndexFunc(pod.Volumes, func(v corev1.Volume) bool { return v.Secret != nil })
	if i < 0 {
		t.Fatal("no Secret is mounted")
	}
	want := &corev1.SecretVolumeSource{
		SecretName: "operator-engine-credentials", Optional: new(true),
		Items: []corev1.KeyToPath{{Key: "OPERATOR_PRIVATE_KEY", Path: "OPERATOR_PRIVATE_KEY"}},
	}
	if diff := cmp.Diff(want, pod.Volumes[i].Secret); diff != "" {
		t.Error(diff)
	}
	main := pod.Containers[0]
	mounted := corev1.VolumeMount{Name: pod.Volumes[i].Name, MountPath: "/credentials", ReadOnly: true}
	if !slices.ContainsFunc(main.VolumeMounts, func(m corev1.VolumeMount) bool { return cmp.Equal(m, mounted) }) {
		t.Errorf("the mounts are %+v", main.VolumeMounts)
	}
	file := corev1.EnvVar{Name: "OPERATOR_PRIVATE_KEY_FILE", Value: "/credentials/OPERATOR_PRIVATE_KEY"}
	if !slices.ContainsFunc(main.Env, func(v corev1.EnvVar) bool { return cmp.Equal(v, file) }) {
		t.Errorf("the environment is %+v", main.Env)
	}
}

func TestSamplesAreWorkflows(t *testing.T) {
	files, err := filepath.Glob("samples/workflow-*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var wf v1alpha1.Workflow
		if err := yaml.UnmarshalStrict(text, &wf); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if wf.APIVersion != v1alpha1.GroupVersion.String() || wf.Kind != "Workflow" {
			t.Errorf("%s is a %s", path, wf.GroupVersionKind())
		}
	}
}
