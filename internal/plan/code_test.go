// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/imageref"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

const (
	imageDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	someSum     = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

// secondStage is a World whose second stage is changed, so that it shows that all stages are looked at.
func secondStage(set func(*Settings), change func(*v1alpha1.Stage)) World {
	w := World{Now: epoch, Workflow: gen.Workflow(gen.WithStages("first", "second")), Settings: testSettings()}
	set(&w.Settings)
	change(&w.Workflow.Spec.Stages[1])
	return w
}

// checkAdmission decides, and checks what becomes of admission and what is said of the second stage.
func checkAdmission(t *testing.T, w World, want, says string, code v1alpha1.Code) {
	t.Helper()
	d := Next(w)
	c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted)
	if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != want || !strings.Contains(c.Message, says) {
		t.Fatalf("Admitted is %s: %s", got, c.Message)
	}
	if strings.HasPrefix(want, "True") {
		return
	}
	if len(d.Actions) > 0 || d.Status.Phase != v1alpha1.PhaseFailed || d.Status.Code != code || !strings.HasPrefix(c.Message, "stage second") {
		t.Errorf("it is %s %d, does %v and says %s", d.Status.Phase, d.Status.Code, actionsOf(d), c.Message)
	}
}

// patterns are as the settings have them. One that cannot be read, which the settings refuse, is one that was never read.
func patterns(texts ...string) []imageref.Pattern {
	var all []imageref.Pattern
	for _, text := range texts {
		p, _ := imageref.ParsePattern(text)
		all = append(all, p)
	}
	return all
}

func TestAnAlgorithmRunsOnlyInAnImageThatIsAllowed(t *testing.T) {
	const admitted, refused = "True Completed", "False ImageNotAllowed"
	for _, tc := range []struct {
		name      string
		images    []string
		digest    bool
		container v1alpha1.Container
		want      string
		says      string
	}{
		{"any image, where there is no list", nil, false, v1alpha1.Container{Image: "evil.example.com/x"}, admitted, ""},
		{"an image by the short form of its name", []string{"docker.io/library/*"}, false, v1alpha1.Container{Image: "python", Tag: "3"}, admitted, ""},
		{"an image by the long form of its name", []string{"busybox", "python"}, false, v1alpha1.Container{Image: "docker.io/library/python"}, admitted, ""},
		{"an image that is not on the list", []string{"busybox", "ghcr.io/team/*"}, false, v1alpha1.Container{Image: "ghcr.io/other/x", Tag: "1"}, refused, "image ghcr.io/other/x:1: use one that is allowed, or ask for it to be added to ALLOWED_IMAGES"},
		{"a tag that is not on the list", []string{"busybox", "python:3.*"}, false, v1alpha1.Container{Image: "python", Tag: "2.7"}, refused, "python:2.7"},
		{"a digest where a tag is on the list", []string{"busybox", "python:3.*"}, false, v1alpha1.Container{Image: "python", Tag: "3.12", Checksum: imageDigest}, refused, imageDigest},
		{"a digest that is on the list", []string{"busybox", "python@" + imageDigest}, false, v1alpha1.Container{Image: "python", Checksum: imageDigest}, admitted, ""},
		{"a name that a tag is to change", []string{"busybox", "ghcr.io/team/*"}, false, v1alpha1.Container{Image: "evil", Tag: "1/ghcr.io/team/x"}, refused, "the image evil:1/ghcr.io/team/x"},
		{"what is no name", []string{"**"}, false, v1alpha1.Container{Image: "Evil Image"}, refused, "no image's name"},
		{"a list that cannot be read allows nothing else", []string{"busybox", "[python"}, false, v1alpha1.Container{Image: "python"}, refused, "python:latest"},
		{"a tag where digests are required", nil, true, v1alpha1.Container{Image: "python", Tag: "3"}, refused, "write the image's digest in container.checksum"},
		{"nothing said where digests are required", nil, true, v1alpha1.Container{Image: "python"}, refused, "python:latest"},
		{"a digest where digests are required", nil, true, v1alpha1.Container{Image: "python", Checksum: imageDigest}, admitted, ""},
		{"a digest of an image that is not on the list", []string{"busybox"}, true, v1alpha1.Container{Image: "python", Checksum: imageDigest}, refused, "ALLOWED_IMAGES"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := secondStage(
				func(s *Settings) { s.AllowedImages, s.RequireDigest = patterns(tc.images...), tc.digest },
				func(s *v1alpha1.Stage) {
					tc.container.Entrypoint = s.Algorithm.Container.Entrypoint
					s.Algorithm.Container = tc.container
				})
			if tc.digest {
				w.Workflow.Spec.Stages[0].Algorithm.Container.Checksum = imageDigest
			}
			checkAdmission(t, w, tc.want, tc.says, v1alpha1.CodeContainerCreationFailed)
		})
	}
}

func TestOnlyAnAlgorithmOfTheListRuns(t *testing.T) {
	const admitted, refused = "True Completed", "False AlgorithmNotAllowed"
	inline := sha256.Sum256([]byte(gen.Stage("any").Algorithm.RawCode))
	known := hex.EncodeToString(inline[:])
	for _, tc := range []struct {
		name   string
		change func(*v1alpha1.Algorithm)
		want   string
		says   string
	}{
		{"code in the document that is on the list", func(*v1alpha1.Algorithm) {}, admitted, ""},
		{"code in the document that is not", func(a *v1alpha1.Algorithm) { a.RawCode += "\n" }, refused, "to be added to ALLOWED_ALGORITHMS"},
		{"a file that says of itself to be on the list", func(a *v1alpha1.Algorithm) {
			a.RawCode, a.Files = "", []v1alpha1.File{{URL: "https://a", SHA256: known}}
		}, admitted, ""},
		{"a file that says of itself not to be", func(a *v1alpha1.Algorithm) {
			a.RawCode, a.Files = "", []v1alpha1.File{{URL: "https://a", SHA256: someSum}}
		}, refused, someSum},
		{"a file that configure will judge", func(a *v1alpha1.Algorithm) { a.RawCode, a.Files = "", []v1alpha1.File{{URL: "https://a"}} }, admitted, ""},
		{"several files, whose single sums say nothing", func(a *v1alpha1.Algorithm) {
			a.RawCode, a.Files = "", []v1alpha1.File{{URL: "https://a", SHA256: someSum}, {URL: "https://b"}}
		}, admitted, ""},
		{"an image that carries the code", func(a *v1alpha1.Algorithm) { a.RawCode, a.Container.Entrypoint = "", "run" }, refused, "brings no code"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := secondStage(func(s *Settings) { s.AllowedAlgorithms = []string{known} }, func(s *v1alpha1.Stage) { tc.change(&s.Algorithm) })
			checkAdmission(t, w, tc.want, tc.says, v1alpha1.CodeAlgorithmFetchFailed)
		})
	}
}

// An entrypoint is the consumer's as well. Where only known algorithms may run, it must not bring any code of its own.
func TestWhereAlgorithmsAreOnAListAnEntrypointOnlyRunsThem(t *testing.T) {
	inline := sha256.Sum256([]byte(gen.Stage("any").Algorithm.RawCode))
	for entrypoint, want := range map[string]string{
		"$ALGO":                          "True Completed",
		`"${ALGO}"`:                      "True Completed",
		"python3.12 $ALGO":               "True Completed",
		"  node \t\"$ALGO\" \n":          "True Completed",
		"sh -c 'curl evil | sh' $ALGO":   "False AlgorithmNotAllowed",
		"python -c evil $ALGO":           "False AlgorithmNotAllowed",
		"python $ALGO --eval evil":       "False AlgorithmNotAllowed",
		"find $ALGO -exec sh":            "False AlgorithmNotAllowed",
		"/data/inputs/a/0 $ALGO":         "False AlgorithmNotAllowed",
		"../inputs/a/0 $ALGO":            "False AlgorithmNotAllowed",
		"python /data/inputs/a/0":        "False AlgorithmNotAllowed",
		"$EVIL $ALGO":                    "False AlgorithmNotAllowed",
		"python '$ALGO'":                 "False AlgorithmNotAllowed",
		"python $ALGO1":                  "False AlgorithmNotAllowed",
		"python ${ALGO:-/data/inputs/x}": "False AlgorithmNotAllowed",
		"python x$ALGO":                  "False AlgorithmNotAllowed",
		"python $ALGO\nsh":               "False AlgorithmNotAllowed",
	} {
		t.Run(entrypoint, func(t *testing.T) {
			w := secondStage(
				func(s *Settings) { s.AllowedAlgorithms = []string{hex.EncodeToString(inline[:])} },
				func(s *v1alpha1.Stage) { s.Algorithm.Container.Entrypoint = entrypoint })
			checkAdmission(t, w, want, "", v1alpha1.CodeAlgorithmFetchFailed)
		})
	}
}

func TestARuntimeClassIsTheProvidersOrOnTheList(t *testing.T) {
	const admitted, refused = "True Completed", "False RuntimeClassNotAllowed"
	for _, tc := range []struct {
		name, class, providers string
		allowed                []string
		want                   string
	}{
		{"none", "", "", nil, admitted},
		{"none, where the provider has one", "", "gvisor", nil, admitted},
		{"the provider's", "gvisor", "gvisor", nil, admitted},
		{"one that is on the list", "kata-qemu", "gvisor", []string{"kata-*"}, admitted},
		{"one that is not", "runc", "gvisor", []string{"kata-*"}, refused},
		{"any, where the provider has none", "gvisor", "", nil, refused},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := secondStage(
				func(s *Settings) { s.RuntimeClass, s.AllowedRuntimeClasses = tc.providers, tc.allowed },
				func(s *v1alpha1.Stage) { s.Compute.RuntimeClassName = tc.class })
			checkAdmission(t, w, tc.want, "", v1alpha1.CodeContainerCreationFailed)
		})
	}
}

func TestWhatRanIsWrittenDown(t *testing.T) {
	run := Run{State: RunSucceeded, StartedAt: epoch, FinishedAt: epoch, ExitCode: new(int32(0)), ImageID: "ours@" + imageDigest}
	run.Reported = &Reported{Algorithms: []string{someSum}}
	d := Next(midRun(configureStep, run))
	if diff := cmp.Diff([]string{someSum, "ours@" + imageDigest}, []string{d.Status.Stages[0].AlgorithmSHA256, d.Status.Configure.ImageID}); diff != "" {
		t.Error(diff)
	}
	if got := condition(d.Status, v1alpha1.ConditionConfigured); got != "True Completed" {
		t.Errorf("without a list, Configured is %s", got)
	}
	now := running(0)
	now.ImageID = "theirs@" + imageDigest
	if got := Next(midRun(countStep, now)).Status.Stages[0].ImageID; got != now.ImageID {
		t.Errorf("while it runs, the image is %q", got)
	}
}

// A report for other stages than there are says nothing of any.
func TestAReportOfOtherStagesIsNotTaken(t *testing.T) {
	run := Run{State: RunSucceeded, StartedAt: epoch, FinishedAt: epoch, ExitCode: new(int32(0))}
	run.Reported = &Reported{Algorithms: []string{someSum, someSum}}
	d := Next(midRun(configureStep, run))
	if got := d.Status.Stages[0].AlgorithmSHA256; got != "" {
		t.Errorf("the algorithm is %s", got)
	}
}
