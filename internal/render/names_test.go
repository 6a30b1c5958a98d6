// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestJobsAreNamedByWorkflowStepPlaceAndAttempt(t *testing.T) {
	tests := []struct {
		name string
		wf   *v1alpha1.Workflow
		run  Run
		want string
	}{
		{"configure", twoStages(), Run{Kind: v1alpha1.StepConfigure, Attempt: 1}, "word-count-configure-job"},
		{"configure again", twoStages(), Run{Kind: v1alpha1.StepConfigure, Attempt: 2}, "word-count-configure-job-2"},
		{
			"the only algorithm", oneStage(), Run{Kind: v1alpha1.StepAlgorithm, Stage: "clean", Attempt: 1},
			"word-count-algorithm-job",
		},
		{
			"the second algorithm again", twoStages(), Run{Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 3},
			"word-count-algorithm-2-job-3",
		},
		{"filter", oneStage(), Run{Kind: v1alpha1.StepFilter, Attempt: 1}, "word-count-filter-job"},
		{"publish", oneStage(), Run{Kind: v1alpha1.StepPublish, Attempt: 1}, "word-count-publish-job"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := JobName(tt.wf, tt.run); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if !IsJobName(tt.wf.Name, tt.want) {
				t.Error("it is not taken for a Job's")
			}
		})
	}
}

func TestOtherNamesAreNotTakenForAJobs(t *testing.T) {
	for _, name := range []string{"word-count-publish-job-mine", "word-count-debug", "word-count", "word-count-data", "words-publish-job", "a-word-count-publish-job"} {
		if IsJobName("word-count", name) {
			t.Errorf("%s is taken for one", name)
		}
	}
}

func TestTheLongestNameIsStillALabel(t *testing.T) {
	wf := twoStages()
	wf.Name = strings.Repeat("w", 40)
	for len(wf.Spec.Stages) < 16 {
		stage := countStage()
		stage.Name = strings.Repeat("s", len(wf.Spec.Stages))
		wf.Spec.Stages = append(wf.Spec.Stages, stage)
	}
	name := JobName(wf, Run{Kind: v1alpha1.StepAlgorithm, Stage: wf.Spec.Stages[15].Name, Attempt: 31})
	if problems := validation.IsDNS1123Label(name); len(problems) > 0 || !strings.HasSuffix(name, "-algorithm-16-job-31") {
		t.Errorf("%s: %v", name, problems)
	}
}

func TestTheConsumersSecretTakesThePlaceOfTheOperators(t *testing.T) {
	wf := oneStage()
	if got := SecretName(wf); got != "word-count-0a1b2c3d-secret" {
		t.Errorf("got %s", got)
	}
	wf.Spec.SecretRef = &v1alpha1.SecretReference{Name: "mine"}
	if got := SecretName(wf); got != "mine" {
		t.Errorf("got %s", got)
	}
}
