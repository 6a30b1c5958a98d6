// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// The standard is not only met: it is enforced, so that no pod in the namespace can do without, a template's neither.
func TestTheNamespaceEnforcesTheStrictestPodSecurityStandard(t *testing.T) {
	var namespace corev1.Namespace
	decode(t, "manager/namespace.yaml", &namespace)
	enforced, mistakes := api.PolicyToEvaluate(namespace.Labels, api.Policy{})
	want := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	if len(mistakes) > 0 || enforced.Enforce != want || enforced.Warn.Level != want.Level || enforced.Audit.Level != want.Level {
		t.Errorf("the namespace's policy is %s, %v", enforced.String(), mistakes)
	}
	var k struct{ Resources []string }
	for file, resource := range map[string]string{"default/kustomization.yaml": "../manager", "manager/kustomization.yaml": "namespace.yaml"} {
		decode(t, file, &k)
		if !slices.Contains(k.Resources, resource) {
			t.Errorf("%s does not deploy %s", file, resource)
		}
	}
}

// A watched namespace is made by hand: who does is told every label that ours has.
func TestWhoMakesAWatchedNamespaceIsToldItsLabels(t *testing.T) {
	var ns corev1.Namespace
	decode(t, "manager/namespace.yaml", &ns)
	for page, form := range map[string]string{"../README.md": "%s=%s", "components/watched-namespace/kustomization.yaml": "%s: %s"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for key, value := range ns.Labels {
			if label := fmt.Sprintf(form, key, value); !strings.Contains(string(text), label) {
				t.Errorf("%s lacks %s", page, label)
			}
		}
	}
}

func TestTheOperatorsOwnPodMeetsTheStrictestPodSecurityStandard(t *testing.T) {
	var d appsv1.Deployment
	decode(t, "manager/deployment.yaml", &d)
	judge, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	pod := d.Spec.Template
	for _, result := range judge.EvaluatePod(api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}, &pod.ObjectMeta, &pod.Spec) {
		if !result.Allowed {
			t.Errorf("%s: %s", result.ForbiddenReason, result.ForbiddenDetail)
		}
	}
	for _, c := range pod.Spec.Containers {
		if c.SecurityContext.ReadOnlyRootFilesystem == nil || !*c.SecurityContext.ReadOnlyRootFilesystem {
			t.Errorf("%s may write into its image", c.Name)
		}
	}
	if pod.Spec.SecurityContext.RunAsUser == nil || *pod.Spec.SecurityContext.RunAsUser == 0 {
		t.Error("it has no fixed user")
	}
}

// The page on security says which test shows what. One that has another name by now shows nothing.
func TestTheSecurityPageNamesOnlyTestsThatExist(t *testing.T) {
	page, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	err = filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllSubmatch(text, -1) {
			there[string(match[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllSubmatch(page, -1)
	for _, match := range named {
		if !there[string(match[1])] {
			t.Errorf("docs/security.md names %s, which is nowhere", match[1])
		}
	}
	if len(named) < 20 {
		t.Errorf("it names only %d tests", len(named))
	}
}
