// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

const nasty = `$(secret) $$(HOME) $ALGO "'` + "`id`" + `; ../../x \ --max-time=9 <&>` + "\n€"

// expand does what the kubelet does to args and values: $(NAME) is replaced, two dollars are one.
func expand(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "$$"):
			b.WriteByte('$')
			i++
		case strings.HasPrefix(s[i:], "$("):
			b.WriteString("EXPANDED")
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func TestWhatAConsumerWritesIsNeverExpanded(t *testing.T) {
	wf := twoStages()
	algorithm := &wf.Spec.Stages[0].Algorithm
	algorithm.Container.Entrypoint, algorithm.ID = nasty, new(nasty)
	main := mainOf(t, mustJob(t, renderer(t, ours(), nil), wf, firstAlgorithm))
	if got := expand(main.Args[0]); got != "--entrypoint="+nasty {
		t.Errorf("runner would get %q", got)
	}
	if len(main.Args) != 8 || main.Command[0] != "/runner" {
		t.Errorf("the command is %q %q", main.Command, main.Args)
	}
	for _, e := range main.Env {
		if e.Name == contract.EnvTransformationDID && expand(e.Value) != nasty {
			t.Errorf("the algorithm would get %q", expand(e.Value))
		}
	}
}

func TestTheDocumentCarriesWhatAConsumerWroteAsItIs(t *testing.T) {
	wf := twoStages()
	wf.Spec.Stages[0].Algorithm.RawCode = nasty
	document, err := renderer(t, ours(), nil).Document(wf, NotHeld)
	if err != nil {
		t.Fatal(err)
	}
	var got v1alpha1.Workflow
	if err := json.Unmarshal([]byte(document.Data[contract.DocumentKey]), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wf.Spec, got.Spec); diff != "" {
		t.Errorf("spec (-written +read):\n%s", diff)
	}
	if got.Name != wf.Name || got.Namespace != wf.Namespace || got.UID != wf.UID || got.Kind != "Workflow" {
		t.Errorf("got %+v, %+v", got.TypeMeta, got.ObjectMeta)
	}
}

func TestADocumentThatDoesNotFitIsAnError(t *testing.T) {
	wf := twoStages()
	wf.Spec.Stages[0].Algorithm.RawCode = strings.Repeat("x", 1<<20)
	if _, err := renderer(t, ours(), nil).Document(wf, NotHeld); err == nil || len(err.Error()) > 200 {
		t.Errorf("got %v", err)
	}
}

func TestNamesThatWouldLeaveTheirFolderAreRefused(t *testing.T) {
	for _, name := range []string{
		"../adminlogs", "..", ".", "", "a/b", "$(secret)", `a"b`, "a b", "a\n", "did:op:..", "did:op:a/b", "algoCustomData.json",
		"did:op:algoCustomData.json", "-a",
	} {
		changes := map[string]func(*v1alpha1.Workflow){
			"input": func(wf *v1alpha1.Workflow) { wf.Spec.Stages[0].Inputs[0].ID = name },
		}
		if name != "algoCustomData.json" {
			changes["workflow"] = func(wf *v1alpha1.Workflow) { wf.Name = name }
			changes["stage"] = func(wf *v1alpha1.Workflow) { wf.Spec.Stages[0].Name = name }
		}
		for what, change := range changes {
			wf := twoStages()
			change(wf)
			for _, kind := range []v1alpha1.StepKind{
				v1alpha1.StepConfigure, v1alpha1.StepAlgorithm, v1alpha1.StepFilter, v1alpha1.StepPublish,
			} {
				if _, err := renderer(t, ours(), nil).Job(wf, Run{Kind: kind, Stage: wf.Spec.Stages[0].Name, Attempt: 1}); err == nil {
					t.Errorf("%s named %q is taken by %s", what, name, kind)
				}
			}
		}
	}
}

func TestAnInputMayNotNameAStageByAPath(t *testing.T) {
	wf := twoStages()
	wf.Spec.Stages[1].Inputs[0].Stage = "../adminlogs"
	wf.Status.Stages = append(wf.Status.Stages, v1alpha1.StageStatus{
		Name: "../adminlogs", StepStatus: v1alpha1.StepStatus{Attempts: 1},
	})
	if _, err := renderer(t, ours(), nil).Job(wf, Run{Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 1}); err == nil {
		t.Error("the path is mounted")
	}
}

func FuzzArgsSurviveTheKubelet(f *testing.F) {
	f.Add(nasty)
	f.Add("$$$(A)")
	f.Fuzz(func(t *testing.T, s string) {
		if got := expand(literal(s)); got != s {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func TestThePrefixOfPublishIsTheWorkflowsNameAndUID(t *testing.T) {
	wf := oneStage()
	wf.UID = types.UID("u-1")
	if got := (&Renderer{}).publishArgs(wf)[2]; got != "--prefix=word-count-u-1" {
		t.Errorf("got %s", got)
	}
}

// Whatever stands in a document, a Job that is made of it mounts nothing but its own, and its name is one.
func FuzzAHostileWorkflowMountsOnlyItsOwn(f *testing.F) {
	f.Add("word-count", "clean", "did:op:aaaa", "python", "python3 $ALGO", "gvisor")
	f.Add("../x", "..", "did:op:../../etc", "$(secret)", nasty, "\x00")
	f.Add("a\nb", "a/b", strings.Repeat("x", 500), "image@sha256:x", "", "-")
	templates, err := Load(ours())
	if err != nil {
		f.Fatal(err)
	}
	r := New(templates, Settings{ConfigureImage: "c", PublishImage: "p", FilterImage: "f", CarryRequests: true, ServiceAccount: "s"})
	f.Fuzz(func(t *testing.T, name, stage, id, image, entrypoint, class string) {
		wf := twoStages()
		wf.Name = name
		first := &wf.Spec.Stages[0]
		wf.Status.Stages[0].Name, wf.Spec.Stages[1].Inputs[0].Stage, first.Name = stage, stage, stage
		first.Inputs[0].ID, first.Algorithm.ID = id, &id
		first.Algorithm.Container.Image, first.Algorithm.Container.Entrypoint, first.Compute.RuntimeClassName = image, entrypoint, class
		for _, run := range []Run{
			{Kind: v1alpha1.StepConfigure, Attempt: 1}, {Kind: v1alpha1.StepAlgorithm, Stage: stage, Attempt: 1},
			{Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 1}, {Kind: v1alpha1.StepFilter, Attempt: 1}, {Kind: v1alpha1.StepPublish, Attempt: 1},
		} {
			if job, err := r.Job(wf, run); err == nil {
				checkMounts(t, run, job)
			}
		}
		if _, err := r.Document(wf, NotHeld); err != nil && len(err.Error()) > 2000 {
			t.Errorf("the document's error has %d bytes", len(err.Error()))
		}
	})
}

func checkMounts(t *testing.T, run Run, job *batchv1.Job) {
	t.Helper()
	if len(validation.IsDNS1123Subdomain(job.Name)) > 0 {
		t.Errorf("the %s job is named %q", run.Kind, job.Name)
	}
	whole := run.Kind == v1alpha1.StepConfigure || run.Kind == v1alpha1.StepPublish
	for _, m := range mainContainer(&job.Spec.Template.Spec).VolumeMounts {
		local := m.SubPath == "" || filepath.IsLocal(m.SubPath)
		if !local || path.Clean(m.MountPath) != m.MountPath || m.Name == volumeData && m.SubPath == "" && !whole {
			t.Errorf("the %s pod mounts %q at %q", run.Kind, m.SubPath, m.MountPath)
		}
		out := strings.HasPrefix(m.MountPath, contract.MountOutputs) || strings.HasPrefix(m.MountPath, contract.MountLogs)
		if run.Kind == v1alpha1.StepAlgorithm && m.Name == volumeData && !m.ReadOnly && !out {
			t.Errorf("an algorithm may write %q at %q", m.SubPath, m.MountPath)
		}
	}
}
