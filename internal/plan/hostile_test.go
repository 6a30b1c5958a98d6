// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// shown are all texts of a status that are made of what strangers say, each with its bound in bytes.
func shown(status v1alpha1.WorkflowStatus) map[string]int {
	texts := map[string]int{}
	for _, c := range status.Conditions {
		texts[c.Message] = maxMessage
		texts[c.Reason] = 64
	}
	steps := []*v1alpha1.StepStatus{status.Configure, status.Filter, status.Publish}
	for i := range status.Stages {
		steps = append(steps, &status.Stages[i].StepStatus)
		texts[status.Stages[i].AlgorithmSHA256] = 64
	}
	for _, st := range steps {
		if st != nil {
			texts[st.Message], texts[st.LastFailure], texts[st.Reason], texts[st.ImageID] = maxMessage, maxMessage, 64, maxImageID
		}
	}
	return texts
}

// fitToBeShown fails if a status would be refused by the API server, or do something to a terminal.
func fitToBeShown(t *testing.T, d Decision) {
	t.Helper()
	for text, most := range shown(d.Status) {
		strange := strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) })
		if strange || !utf8.ValidString(text) || len(text) > most {
			t.Errorf("a text of %d bytes, of which %d are allowed: %q", len(text), most, text)
		}
	}
	for _, e := range d.Events {
		if len(e.Message) > 1024 || len(e.Reason) > 128 || strings.ContainsFunc(e.Message, unicode.IsControl) {
			t.Errorf("an event of %d bytes: %s %q", len(e.Message), e.Reason, e.Message)
		}
	}
}

// strict are settings that look into every corner of a document.
func strict() Settings {
	s := testSettings()
	s.AllowedImages, s.AllowedAlgorithms, s.RequireDigest = patterns("docker.io/**", "ghcr.io/*/[a-c]*:*"), []string{someSum}, true
	s.RuntimeClass, s.AllowedRuntimeClasses, s.AllowedClaims = "gvisor", []string{"kata-*"}, []string{"data-*"}
	s.AllowedResources = []string{"nvidia.com/*"}
	return s
}

// Of a Workflow's document anything may be written by anybody: the schema is the API server's, and may be an older one.
func FuzzADocumentOfAnyKindGetsADecision(f *testing.F) {
	document := func(change func(*v1alpha1.Workflow)) []byte {
		wf := gen.Workflow(gen.WithStages("a", "b"))
		change(wf)
		text, err := json.Marshal(wf)
		if err != nil {
			f.Fatal(err)
		}
		return text
	}
	f.Add(document(func(*v1alpha1.Workflow) {}))
	f.Add(document(func(wf *v1alpha1.Workflow) {
		wf.Spec.Stages[0].Algorithm.Container.Image = "\x1b[31m" + strings.Repeat("x", 2000)
	}))
	f.Add(document(func(wf *v1alpha1.Workflow) {
		wf.Spec.Stages[1].Inputs = []v1alpha1.Input{{ID: "../x", Files: []v1alpha1.File{
			{Claim: &v1alpha1.ClaimPath{Name: "data-\u202e", Path: strings.Repeat("\n", 4096)}}, {URLFrom: &v1alpha1.SecretKeyReference{Name: "a\x00", Key: "../b"}},
		}}}
		wf.Spec.Stages[0].Compute = v1alpha1.Compute{Network: "Host\n", RuntimeClassName: strings.Repeat("r", 5000), Retries: -1, MaxTimeSeconds: -5}
	}))
	f.Add(document(func(wf *v1alpha1.Workflow) { wf.Status = midRun(countStep, running(0)).Workflow.Status }))
	f.Add(document(func(wf *v1alpha1.Workflow) { wf.Status = ended(publishStep, "PublishFailed").Workflow.Status }))
	f.Add([]byte(`{"spec":{"stages":[{},{"compute":{"resources":{"requests":{"\u001b":"1e999999","cpu":-1},"limits":{"cpu":1e-9}}}}]}}`))
	f.Add([]byte(`{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{"stop":true,"suspend":true,"ttlSecondsAfterFinished":-1}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var wf v1alpha1.Workflow
		if json.Unmarshal(text, &wf) != nil {
			return
		}
		for _, s := range []Settings{testSettings(), strict()} {
			Next(World{Now: epoch, Workflow: &wf, Settings: s}) // Whatever the record says: it is the operator's own, but editable.
			fresh := wf.DeepCopy()
			fresh.Status = v1alpha1.WorkflowStatus{}
			w := World{Now: epoch, Workflow: fresh, Settings: s}
			w.NamesMatter()
			fitToBeShown(t, Next(w))
		}
	})
}

// What a kubelet, a scheduler, a registry or a program says of a pod ends up in the status and in events.
func FuzzWhatIsSaidOfAPodIsFitToBeShown(f *testing.F) {
	f.Add("the image\r\n\x1b[2Jcould not be pulled", "ErrImagePull", int32(1), uint8(RunPending))
	f.Add(strings.Repeat("é", 3000), "Evicted", int32(137), uint8(RunFailed))
	f.Add("\xff\xfe\u202e", strings.Repeat("\x00", 600), int32(-1), uint8(RunFailed))
	f.Fuzz(func(t *testing.T, message, word string, exit int32, state uint8) {
		run := Run{
			State: RunState(int(state) % (int(RunFailed) + 1)), StartedAt: epoch, FinishedAt: epoch.Add(time.Minute), ExitCode: &exit, Message: message, Waiting: word,
			ContainerReason: word, PodReason: word, JobReason: word, ImageID: message + word,
			Reported: &Reported{Code: v1alpha1.Code(exit), Message: message, Algorithms: []string{someSum}},
		}
		for _, s := range []Step{configureStep, countStep, filterStep, publishStep} {
			for _, change := range []change{after(time.Minute), after(24 * time.Hour), func(w *World) {
				w.Refusal = &Refusal{Reason: v1alpha1.ReasonRefused, Message: message, Final: true}
			}} {
				for _, r := range []Run{run, run.without()} {
					w := midRun(s, r, change)
					d := Next(w)
					fitToBeShown(t, d)
					w.Workflow.Status = d.Status // What is said next may be made of what was said before.
					fitToBeShown(t, Next(w))
				}
			}
		}
	})
}
