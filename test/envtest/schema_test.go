// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// full is a document that uses all there is.
const full = `
apiVersion: oceanprotocol.com/v1alpha1
kind: Workflow
metadata: {name: full}
spec:
  owner: "0x008C25ED3594E094db4592F4115D5FA74C4f41eA"
  agreementId: "0xabc"
  chainId: 137
  secretRef: {name: consumer-1}
  metadataURI: https://aquarius.example.com
  volumeSize: 2Gi
  ttlSecondsAfterFinished: 600
  stages:
  - name: clean
    inputs:
    - id: did:op:aaaa
      files:
      - {url: "https://example.com/a.csv", sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
      - urlFrom: {name: consumer-1, key: url}
        headersFrom: {name: consumer-1, key: headers}
      - {url: "s3://bucket/folder/", credentialsFrom: {name: consumer-1}}
      - claim: {name: data-sets, path: a/b.csv}
    - id: did:op:bbbb
      remote: {serviceId: "1", txId: "0x1", userData: {age: 3}}
    algorithm:
      id: did:op:cccc
      container: {image: python, tag: "3.11", checksum: "sha256:0000000000000000000000000000000000000000000000000000000000000000", entrypoint: "python3 $ALGO"}
      rawCode: "print(1)"
      customData: {threshold: 0.5, names: [a, b]}
    compute:
      maxTimeSeconds: 60
      resources: {requests: {cpu: "1"}, limits: {memory: 1Gi, nvidia.com/gpu: 1}}
      retries: 2
      network: Loopback
  - name: train
    inputs:
    - {id: previous, stage: clean}
    algorithm:
      container: {image: "registry.example.com:5000/a/b", entrypoint: "sh -c 'cat /data/inputs/previous/* | wc -l'"}
`

func parse(t *testing.T, document string) *v1alpha1.Workflow {
	t.Helper()
	var wf v1alpha1.Workflow
	if err := yaml.UnmarshalStrict([]byte(document), &wf); err != nil {
		t.Fatal(err)
	}
	wf.Namespace = "default"
	return &wf
}

func TestTheWholeDocumentIsAcceptedAndKept(t *testing.T) {
	wf := parse(t, full)
	want := wf.DeepCopy()
	if err := admin(t).Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	want.Spec.Stages[1].Compute.MaxTimeSeconds = 3600
	want.Spec.Stages[1].Compute.Network = v1alpha1.NetworkNone
	if diff := cmp.Diff(want.Spec, wf.Spec); diff != "" {
		t.Errorf("the server keeps something else (-sent +kept):\n%s", diff)
	}
}

// with is the whole document with one field that differs.
func with(t *testing.T, field, value string) *unstructured.Unstructured {
	t.Helper()
	var document map[string]any
	if err := yaml.Unmarshal([]byte(full), &document); err != nil {
		t.Fatal(err)
	}
	var put any
	if err := yaml.Unmarshal([]byte(value), &put); err != nil {
		put = value // Not all that people write into a field is YAML.
	}
	document["metadata"].(map[string]any)["name"] = "changed"
	steps := strings.FieldsFunc(field, func(c rune) bool { return strings.ContainsRune(".[]", c) })
	var at any = document
	for i, step := range steps {
		last := i == len(steps)-1
		switch parent := at.(type) {
		case map[string]any:
			switch {
			case last && value == absent:
				delete(parent, step)
			case last:
				parent[step] = put
			}
			at = parent[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil {
				t.Fatalf("%s: %q is no place in a list", field, step)
			}
			at = parent[n]
		default:
			t.Fatalf("%s: nothing is at %q", field, step)
		}
	}
	wf := &unstructured.Unstructured{Object: document}
	wf.SetNamespace("default")
	return wf
}

// apply does to a document what kubectl apply would.
func apply(t *testing.T, wf client.Object) error {
	t.Helper()
	return client.WithFieldValidation(admin(t), metav1.FieldValidationStrict).Create(t.Context(), wf, client.DryRunAll)
}

// named tells whether an answer says where to look: at the field, or at the object or list whose rule looks at it.
func named(answer, field string) bool {
	for at, end := field, len(field); end > len("spec"); end = strings.LastIndexAny(at, ".[") {
		if at = at[:end]; strings.Contains(answer, at+":") || strings.Contains(answer, `"`+at+`"`) {
			return true
		}
	}
	return strings.Contains(answer, field+".")
}

func TestABadDocumentIsRefusedWithASentence(t *testing.T) {
	for _, r := range refusals() {
		t.Run(r.name, func(t *testing.T) {
			err := apply(t, with(t, r.field, r.value))
			if err == nil {
				t.Fatal("it was accepted")
			}
			answer := err.Error()
			if !strings.Contains(answer, r.says) || !named(answer, r.field) {
				t.Errorf("the answer does not say %q of %s:\n%s", r.says, r.field, answer)
			}
			if strings.Contains(answer, "should match") || strings.Contains(answer, "evaluation error") || strings.Contains(answer, "<nil>: Invalid value: metadata") {
				t.Errorf("the answer is no sentence:\n%s", answer)
			}
		})
	}
}

func TestWhatIsAtTheEdgeIsAccepted(t *testing.T) {
	for _, a := range accepted {
		t.Run(a.field+" "+a.value, func(t *testing.T) {
			if err := apply(t, with(t, a.field, a.value)); err != nil {
				t.Error(err)
			}
		})
	}
}

// The rules are evaluated for every file of every input: the largest documents must not cost more than the server grants.
func TestALargeDocumentIsAccepted(t *testing.T) {
	wf := parse(t, full)
	wf.Name = "large"
	f := v1alpha1.File{URL: "https://example.com/" + long(40), SHA256: strings.Repeat("0", 64)}
	files := slices.Repeat([]v1alpha1.File{f}, 256)
	wf.Spec.Stages[0].Inputs = nil
	for i := range 32 {
		wf.Spec.Stages[0].Inputs = append(wf.Spec.Stages[0].Inputs, v1alpha1.Input{ID: "did:op:" + long(60) + strconv.Itoa(i), Files: files})
	}
	if err := apply(t, wf); err != nil {
		t.Error(err)
	}
}

func TestTheSamplesAreAccepted(t *testing.T) {
	files, err := filepath.Glob("../../config/samples/workflow-*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples found: %v", err)
	}
	for _, file := range files {
		document, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := apply(t, parse(t, string(document))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestARunningWorkflowCanOnlyBeStoppedSuspendedOrKept(t *testing.T) {
	c := admin(t)
	wf := gen.Workflow(gen.Named("immutable"), gen.InNamespace("default"))
	wf.UID = ""
	if err := c.Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		change func(*v1alpha1.WorkflowSpec)
		want   string
	}{
		"its stages":        {func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Algorithm.RawCode = "echo other" }, "stages may not change"},
		"its owner":         {func(s *v1alpha1.WorkflowSpec) { s.Owner = "0x1" }, "owner may not change"},
		"its agreement":     {func(s *v1alpha1.WorkflowSpec) { s.AgreementID = "0x1" }, "agreementId may not change"},
		"its chain":         {func(s *v1alpha1.WorkflowSpec) { s.ChainID = 1 }, "chainId may not change"},
		"its secret":        {func(s *v1alpha1.WorkflowSpec) { s.SecretRef = &v1alpha1.SecretReference{Name: "a"} }, "secretRef may not change"},
		"its metadata's":    {func(s *v1alpha1.WorkflowSpec) { s.MetadataURI = "https://a" }, "metadataURI may not change"},
		"its volume's size": {func(s *v1alpha1.WorkflowSpec) { s.VolumeSize = new(gen.Quantity("9Gi")) }, "volumeSize may not change"},
		"stop":              {func(s *v1alpha1.WorkflowSpec) { s.Stop = true }, ""},
		"suspend":           {func(s *v1alpha1.WorkflowSpec) { s.Suspend = true }, ""},
		"its time to live":  {func(s *v1alpha1.WorkflowSpec) { s.TTLSecondsAfterFinished = new(int32(5)) }, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			changed := wf.DeepCopy()
			tc.change(&changed.Spec)
			err := c.Update(t.Context(), changed, client.DryRunAll)
			if tc.want == "" && err != nil {
				t.Error(err)
			}
			if tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("the answer does not say %q: %v", tc.want, err)
			}
		})
	}
}

func TestStatusCannotBeWrittenThroughTheSpec(t *testing.T) {
	c := admin(t)
	wf := gen.Workflow(gen.Named("status"), gen.InNamespace("default"))
	wf.UID = ""
	wf.Status = v1alpha1.WorkflowStatus{Phase: v1alpha1.PhaseSucceeded}
	if err := c.Create(t.Context(), wf); err != nil {
		t.Fatal(err)
	}
	if wf.Status.Phase != "" {
		t.Errorf("a user made it %s", wf.Status.Phase)
	}
}

func namespace(t *testing.T, c client.Client) string {
	t.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "test-"}}
	if err := c.Create(t.Context(), ns); err != nil {
		t.Fatal(err)
	}
	return ns.Name
}
