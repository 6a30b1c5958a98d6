// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestWhatTheSchemaCannotSayIsRefusedAtAdmission(t *testing.T) {
	files := func(f ...v1alpha1.File) func(*v1alpha1.Stage) {
		return func(s *v1alpha1.Stage) { s.Inputs = []v1alpha1.Input{{ID: "did:op:a", Files: f}} }
	}
	code := func(f ...v1alpha1.File) func(*v1alpha1.Stage) {
		return func(s *v1alpha1.Stage) { s.Algorithm.Files = f }
	}
	secret := func(name, key string) v1alpha1.File {
		return v1alpha1.File{URLFrom: &v1alpha1.SecretKeyReference{Name: name, Key: key}}
	}
	requests := func(name string) func(*v1alpha1.Stage) {
		return func(s *v1alpha1.Stage) {
			s.Compute.Resources.Requests = v1alpha1.ResourceList{"cpu": gen.Quantity("1"), "memory": gen.Quantity("1Gi")}
			s.Compute.Resources.Limits = v1alpha1.ResourceList{corev1.ResourceName(name): gen.Quantity("1")}
		}
	}
	good := v1alpha1.File{URL: "https://example.com/a?b=c"}
	const blank, badName, badKey, noResource = "its url has a blank", "cannot be the name of a Secret", "cannot be a key of a Secret", "is no resource"
	for _, tc := range []struct {
		name   string
		change func(*v1alpha1.Stage)
		want   []string
	}{
		{"an address without blanks is admitted", files(good), nil},
		{"a blank in an address", files(good, v1alpha1.File{URL: "https://example.com/a b"}), []string{"stage count, input did:op:a, file 1", blank, "write %20"}},
		{"a blank at the end of an address", files(v1alpha1.File{URL: "https://example.com/a\n"}), []string{blank}},
		{"a control character in the code's address", code(v1alpha1.File{URL: "https://example.com/\x00"}), []string{"stage count, algorithm, file 0", blank}},
		{"a Secret that is written right is admitted", files(secret("consumer-1.a", "the_url.txt")), nil},
		{"a Secret's name in capitals", files(secret("Consumer-1", "url")), []string{`file 0: "Consumer-1"`, badName, "urlFrom.name"}},
		{"a Secret's name with a slash", code(secret("consumer-1/url", "url")), []string{badName}},
		{"a Secret's key with a slash", files(secret("consumer-1", "a/url")), []string{`"a/url"`, badKey, "urlFrom.key"}},
		{"a Secret's key that is a folder", files(secret("consumer-1", "..")), []string{badKey}},
		{"a device is admitted", requests("nvidia.com/gpu"), nil},
		{"huge pages are admitted", requests("hugepages-2Mi"), nil},
		{"ephemeral storage is admitted", requests("ephemeral-storage"), nil},
		{"half a device", func(s *v1alpha1.Stage) {
			s.Compute.Resources.Limits = v1alpha1.ResourceList{"nvidia.com/gpu": gen.Quantity("500m")}
		}, []string{"asks for 500m of nvidia.com/gpu", "write a whole number"}},
		{"a document that fits is admitted", func(s *v1alpha1.Stage) { s.Algorithm.CustomData = someData(900 << 10) }, nil},
		{"a document that no ConfigMap holds", func(s *v1alpha1.Stage) { s.Algorithm.CustomData = someData(1100 << 10) }, []string{"at most 1024000", "data as an input"}},
		{"a resource that there is not", requests("gpu"), []string{`stage count asks for "gpu"`, noResource, "nvidia.com/gpu"}},
		{"a resource that is misspelt", requests("Memory"), []string{noResource}},
		{"a device that is no name", requests("nvidia.com/g p u"), []string{noResource}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			w.Settings.AllowedSecrets = []string{"*"}
			tc.change(&w.Workflow.Spec.Stages[0])
			refusedAsInvalid(t, Next(w), tc.want)
		})
	}
}

// A limit of 0 is none, to those who keep it.
func TestALimitThatIsNoneIsRefusedAtAdmission(t *testing.T) {
	limits := func(name, quantity string) func(*v1alpha1.Stage) {
		return func(s *v1alpha1.Stage) {
			s.Compute.Resources.Limits = v1alpha1.ResourceList{corev1.ResourceName(name): gen.Quantity(quantity)}
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*v1alpha1.Stage)
		want   []string
	}{
		{"a limit of no memory", limits("memory", "0"), []string{"stage count limits memory to 0", "no limit", "leave it out"}},
		{"a limit below nothing", limits("memory", "-1"), []string{"stage count limits memory to -1"}},
		{"a limit of no processor", limits("cpu", "0"), []string{"limits cpu to 0"}},
		{"a limit of no disk", limits("ephemeral-storage", "0Gi"), []string{"limits ephemeral-storage to 0"}},
		{"a limit of no device is admitted", limits("nvidia.com/gpu", "0"), nil},
		{"a request of no memory is admitted", func(s *v1alpha1.Stage) {
			s.Compute.Resources.Requests = v1alpha1.ResourceList{"memory": gen.Quantity("0")}
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			tc.change(&w.Workflow.Spec.Stages[0])
			refusedAsInvalid(t, Next(w), tc.want)
		})
	}
}

// someData is custom data of a size.
func someData(size int) *apiextensionsv1.JSON {
	return &apiextensionsv1.JSON{Raw: []byte(`"` + strings.Repeat("x", size) + `"`)}
}

// refusedAsInvalid asserts that a workflow is refused with a message of these parts, or admitted if there are none.
func refusedAsInvalid(t *testing.T, d Decision, says []string) {
	t.Helper()
	want := "False Invalid"
	if says == nil {
		want = "True Completed"
	}
	if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != want {
		t.Errorf("Admitted is %s, want %s", got, want)
	}
	message := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted).Message
	for _, part := range says {
		if !strings.Contains(message, part) {
			t.Errorf("the message does not say %q: %s", part, message)
		}
	}
	if says != nil && len(d.Actions) > 0 {
		t.Errorf("it does %v", actionsOf(d))
	}
	if strings.Contains(message, "example.com") {
		t.Errorf("the message shows an address: %s", message)
	}
}
