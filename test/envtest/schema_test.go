// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
	if diff := cmp.Diff(want.Spec, wf.Spec); diff != "" {
		t.Errorf("the server keeps something else (-sent +kept):\n%s", diff)
	}
}

// badDocument is a change that makes a good document bad, and a part of what the server then says.
type badDocument struct {
	change gen.Option
	want   string
}

func badDocuments() map[string]badDocument {
	stage := func(change func(*v1alpha1.Stage)) gen.Option {
		return func(wf *v1alpha1.Workflow) { change(&wf.Spec.Stages[0]) }
	}
	input := func(in ...v1alpha1.Input) gen.Option {
		return stage(func(s *v1alpha1.Stage) { s.Inputs = in })
	}
	entrypoint := func(e string) gen.Option {
		return stage(func(s *v1alpha1.Stage) { s.Algorithm.Container.Entrypoint = e })
	}
	file := []v1alpha1.File{{URL: "https://example.com/a"}}
	const shell = "write sh -c '...' instead"
	return map[string]badDocument{
		"a name that is too long":                 {gen.Named(strings.Repeat("a", 41)), "metadata.name must be at most 40"},
		"a name with a dot":                       {gen.Named("a.b"), "metadata.name must be at most 40"},
		"no stage":                                {func(wf *v1alpha1.Workflow) { wf.Spec.Stages = []v1alpha1.Stage{} }, "spec.stages"},
		"two stages of one name":                  {gen.WithStages("a", "a"), "two stages must not have the same name"},
		"a stage name with a slash":               {gen.WithStages("a/b"), "spec.stages[0].name"},
		"an input without a source":               {input(v1alpha1.Input{ID: "a"}), "exactly one of files, remote and stage"},
		"an input with two sources":               {input(v1alpha1.Input{ID: "a", Files: file, Stage: "count"}), "exactly one of files, remote and stage"},
		"an input that climbs out of its folder":  {input(v1alpha1.Input{ID: "../a", Files: file}), "id in body should match"},
		"two inputs of one folder":                {input(v1alpha1.Input{ID: "did:op:a", Files: file}, v1alpha1.Input{ID: "a", Files: file}), "must not have the same id"},
		"an input in the custom data's place":     {input(v1alpha1.Input{ID: "algoCustomData.json", Files: file}), "must not be algoCustomData.json"},
		"an input from a stage that is not there": {input(v1alpha1.Input{ID: "a", Stage: "nowhere"}), "must name an earlier stage"},
		"an input from its own stage":             {input(v1alpha1.Input{ID: "a", Stage: "count"}), "must name an earlier stage"},
		"a file without a url":                    {input(v1alpha1.Input{ID: "a", Files: []v1alpha1.File{{}}}), "exactly one of url and urlFrom"},
		"a file url of an unknown scheme":         {input(v1alpha1.Input{ID: "a", Files: []v1alpha1.File{{URL: "file:///etc/passwd"}}}), "url in body should match"},
		"a checksum in capitals":                  {input(v1alpha1.Input{ID: "a", Files: []v1alpha1.File{{URL: "https://e", SHA256: strings.Repeat("A", 64)}}}), "sha256 in body should match"},
		"code from two places":                    {stage(func(s *v1alpha1.Stage) { s.Algorithm.Files = file }), "at most one of rawCode, files and remote"},
		"code that is too long":                   {stage(func(s *v1alpha1.Stage) { s.Algorithm.RawCode = strings.Repeat("a", 98305) }), "98304"},
		"an empty entrypoint":                     {entrypoint(""), "entrypoint"},
		"a blank entrypoint":                      {entrypoint(" "), "entrypoint must name a command"},
		"a pipe in the entrypoint":                {entrypoint("cat a | wc"), shell},
		"two commands in the entrypoint":          {entrypoint("a; b"), shell},
		"a background command":                    {entrypoint("a &"), shell},
		"a redirection":                           {entrypoint("a > b"), shell},
		"a command substitution":                  {entrypoint("a $(b)"), shell},
		"a command substitution in quotes":        {entrypoint(`a "$(b)"`), shell},
		"back-quotes":                             {entrypoint("a `b`"), shell},
		"a quote that is not closed":              {entrypoint("a 'b"), shell},
		"an image with a blank":                   {stage(func(s *v1alpha1.Stage) { s.Algorithm.Container.Image = "a b" }), "image in body should match"},
		"an image digest that is none":            {stage(func(s *v1alpha1.Stage) { s.Algorithm.Container.Checksum = "sha256:1" }), "checksum in body should match"},
		"too many retries":                        {gen.WithRetries(11), "retries"},
		"more time than a month":                  {stage(func(s *v1alpha1.Stage) { s.Compute.MaxTimeSeconds = 2592001 }), "maxTimeSeconds"},
		"a volume of no size":                     {func(wf *v1alpha1.Workflow) { wf.Spec.VolumeSize = new(quantity("0")) }, "volumeSize must be greater than zero"},
	}
}

func TestABadDocumentIsRefusedWithTheReason(t *testing.T) {
	c := admin(t)
	for name, tc := range badDocuments() {
		t.Run(name, func(t *testing.T) {
			wf := gen.Workflow(gen.InNamespace("default"), tc.change)
			wf.UID = ""
			err := c.Create(t.Context(), wf, client.DryRunAll)
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("the answer does not say %q:\n%v", tc.want, err)
			}
		})
	}
}

func TestAnEntrypointThatIsOnePlainCommandIsAccepted(t *testing.T) {
	for _, e := range []string{
		"python3 $ALGO", "python3 ${ALGO} --flag='a b'", `sh -c 'a | b > c; d && e'`, `node "$ALGO" "two words" it\'s`,
		"echo 'back-quotes ` are fine here'", "java -jar $ALGO\t-x", `printf "%s\n" a`, `echo "costs 5$" "$ALGO ${HOME}"`,
	} {
		t.Run(e, func(t *testing.T) {
			wf := gen.Workflow(gen.InNamespace("default"))
			wf.UID = ""
			wf.Spec.Stages[0].Algorithm.Container.Entrypoint = e
			if err := admin(t).Create(t.Context(), wf, client.DryRunAll); err != nil {
				t.Error(err)
			}
		})
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
		"its volume's size": {func(s *v1alpha1.WorkflowSpec) { s.VolumeSize = new(quantity("9Gi")) }, "volumeSize may not change"},
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
