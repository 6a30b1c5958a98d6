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
	account := func(name string) *v1alpha1.CredentialsReference { return &v1alpha1.CredentialsReference{Name: name} }
	claim := func(name, path string) v1alpha1.File {
		return v1alpha1.File{Claim: &v1alpha1.ClaimPath{Name: name, Path: path}}
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
		{"every kind of address is admitted", files(good, v1alpha1.File{URL: "s3://bucket/a", CredentialsFrom: account("store-1")},
			v1alpha1.File{URL: "ipfs://bafy/a"}, v1alpha1.File{URL: "data:,hello"}, claim("data-1", "a/b"), claim("data-1", ".")), nil},
		{"headers for a server are admitted", files(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), nil},
		{"headers for a bucket", files(v1alpha1.File{URL: "s3://b/a", HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), []string{"file 0: headersFrom is for http and https only"}},
		{"headers for a claim", files(v1alpha1.File{Claim: &v1alpha1.ClaimPath{Name: "a", Path: "b"}, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "b"}}), []string{"headersFrom is for http and https only"}},
		{"a headers' Secret with a wrong name", files(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "A", Key: "b"}}), []string{badName, "headersFrom.name"}},
		{"a headers' Secret with a wrong key", files(v1alpha1.File{URL: good.URL, HeadersFrom: &v1alpha1.SecretKeyReference{Name: "a", Key: "/"}}), []string{badKey, "headersFrom.key"}},
		{"credentials for a server", files(v1alpha1.File{URL: good.URL, CredentialsFrom: account("store-1")}), []string{"credentialsFrom is for s3 only"}},
		{"credentials with a wrong name", files(v1alpha1.File{URL: "s3://b/a", CredentialsFrom: account("store/1")}), []string{badName, "credentialsFrom.name"}},
		{"a checksum of a folder", files(v1alpha1.File{URL: "s3://b/a/", SHA256: strings.Repeat("0", 64)}), []string{"a folder, which has no sha256"}},
		{"a claim with a wrong name", files(claim("Data", "a")), []string{`"Data" cannot be the name of a claim`}},
		{"a claim's path from the root", files(claim("data", "/a")), []string{`"/a" is no path on a claim`}},
		{"a claim's path that climbs", files(claim("data", "a/../../b")), []string{"is no path on a claim"}},
		{"a claim's path that climbs at once", code(claim("data", "..")), []string{"is no path on a claim"}},
		{"a claim's path with a slash at its end", code(claim("data", "a/")), []string{"without a slash at either end"}},
		{"an order without a place for its DDO", func(s *v1alpha1.Stage) { s.Algorithm.Remote = &v1alpha1.Remote{ServiceID: "1", TxID: "2"} }, []string{"algorithm, remote needs spec.metadataURI"}},
		{"an input's order without a place for its DDO", func(s *v1alpha1.Stage) {
			s.Inputs = []v1alpha1.Input{{ID: "did:op:a", Remote: &v1alpha1.Remote{ServiceID: "1", TxID: "2"}}}
		}, []string{"input did:op:a, remote needs spec.metadataURI"}},
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
			w.Settings.AllowedSecrets, w.Settings.AllowedClaims = []string{"*"}, []string{"*"}
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
