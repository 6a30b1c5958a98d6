// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestAWorkflowNamesOnlyTheSecretsThatAreAllowed(t *testing.T) {
	inSecretRef := func(s *v1alpha1.WorkflowSpec, name string) { s.SecretRef = &v1alpha1.SecretReference{Name: name} }
	inInput := func(s *v1alpha1.WorkflowSpec, name string) {
		s.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{{URL: "https://a"}, fileFrom(name)}}}
	}
	inAlgorithm := func(s *v1alpha1.WorkflowSpec, name string) {
		s.Stages = append(s.Stages, gen.Stage("second"))
		s.Stages[1].Algorithm.Files = []v1alpha1.File{fileFrom(name)}
	}
	inHeaders := func(s *v1alpha1.WorkflowSpec, name string) {
		s.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{{URL: "https://a", HeadersFrom: fileFrom(name).URLFrom}}}}
	}
	inAccount := func(s *v1alpha1.WorkflowSpec, name string) {
		s.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{{URL: "s3://a/b", CredentialsFrom: &v1alpha1.CredentialsReference{Name: name}}}}}
	}
	for _, tc := range []struct {
		name    string
		put     func(*v1alpha1.WorkflowSpec, string)
		secret  string
		allowed []string
		want    bool
	}{
		{"a secret that a glob allows", inSecretRef, "consumer-key", []string{"consumer-*"}, true},
		{"a secret that is allowed by its name", inSecretRef, "key", []string{"other", "key"}, true},
		{"a secret that no glob allows", inSecretRef, "provider-key", []string{"consumer-*"}, false},
		{"a secret while none is allowed", inSecretRef, "consumer-key", nil, false},
		{"a reserved secret that a glob would allow", inSecretRef, "operator-engine-credentials", []string{"*"}, false},
		{"an input's secret that is allowed", inInput, "consumer-key", []string{"consumer-*"}, true},
		{"an input's secret that is not allowed", inInput, "provider-key", []string{"consumer-*"}, false},
		{"a header's secret that is allowed", inHeaders, "consumer-key", []string{"consumer-*"}, true},
		{"a header's secret that is not allowed", inHeaders, "provider-key", []string{"consumer-*"}, false},
		{"an account's secret that is allowed", inAccount, "consumer-key", []string{"consumer-*"}, true},
		{"an account's secret that is reserved", inAccount, "operator-engine-credentials", []string{"*"}, false},
		{"a later algorithm's secret that is not allowed", inAlgorithm, "provider-key", []string{"consumer-*"}, false},
		{"a glob that cannot be read allows nothing", inSecretRef, "consumer-key", []string{"[consumer-key"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			w.Settings.AllowedSecrets = tc.allowed
			tc.put(&w.Workflow.Spec, tc.secret)
			d := Next(w)
			if got := meta.IsStatusConditionTrue(d.Status.Conditions, v1alpha1.ConditionAdmitted); got != tc.want {
				t.Errorf("admitted %v, want %v", got, tc.want)
			}
			if !tc.want && (len(d.Actions) > 0 || d.Status.Phase != v1alpha1.PhaseFailed || condition(d.Status, "Succeeded") != "False SecretNotAllowed") {
				t.Errorf("it is %s and does %v", d.Status.Phase, actionsOf(d))
			}
		})
	}
}

func TestAWorkflowNamesOnlyTheClaimsThatAreAllowed(t *testing.T) {
	for _, tc := range []struct {
		name    string
		claim   string
		allowed []string
		others  map[string]bool
		want    string
	}{
		{"a claim that a glob allows", "dataset-1", []string{"dataset-*"}, nil, "True Completed"},
		{"a claim that no glob allows", "database", []string{"dataset-*"}, nil, "False ClaimNotAllowed"},
		{"a claim while none is allowed", "dataset-1", nil, nil, "False ClaimNotAllowed"},
		{"a claim of another workflow", "theirs-data", []string{"*"}, map[string]bool{"theirs-data": true}, "False ClaimNotAllowed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings(), OthersClaims: tc.others}
			w.Settings.AllowedClaims = tc.allowed
			w.Workflow.Spec.Stages[0].Algorithm.Files = []v1alpha1.File{{Claim: &v1alpha1.ClaimPath{Name: tc.claim, Path: "a"}}}
			d := Next(w)
			if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != tc.want {
				t.Errorf("Admitted is %s, want %s", got, tc.want)
			}
			if strings.HasPrefix(tc.want, "False") && (len(d.Actions) > 0 || d.Status.Phase != v1alpha1.PhaseFailed) {
				t.Errorf("it is %s and does %v", d.Status.Phase, actionsOf(d))
			}
		})
	}
}

// What a Workflow names may have changed hands between two attempts.
func TestConfigureGetsNoFurtherJobForWhatIsNotTheConsumersAnyMore(t *testing.T) {
	names := spec(func(s *v1alpha1.WorkflowSpec) {
		s.Stages[0].Inputs = []v1alpha1.Input{{ID: "a", Files: []v1alpha1.File{fileFrom("consumer-1"), {Claim: &v1alpha1.ClaimPath{Name: "dataset-1", Path: "."}}}}}
	})
	allows := settings(func(s *Settings) { s.AllowedClaims = []string{"dataset-*"} })
	for _, tc := range []struct {
		name       string
		change     change
		want, says string
	}{
		{"nothing has changed", func(*World) {}, "Unknown Pending", ""},
		{"the claim is another workflow's", func(w *World) { w.OthersClaims = map[string]bool{"dataset-1": true} }, "False ClaimNotAllowed", "dataset-1"},
		{"the claim is not allowed any more", settings(func(s *Settings) { s.AllowedClaims = nil }), "False ClaimNotAllowed", "ALLOWED_CLAIMS"},
		{"the Secret is another workflow's", func(w *World) { w.OthersSecrets = map[string]bool{"consumer-1": true} }, "False SecretNotAllowed", "consumer-1"},
	} {
		for state, w := range map[string]World{
			"it has no Job": midRun(configureStep, Run{}, allows, names, tc.change),
			"it failed":     midRun(configureStep, failed(143).disrupted(), allows, names, after(5*time.Minute), tc.change),
		} {
			d := Next(w)
			c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionConfigured)
			if got := condition(d.Status, v1alpha1.ConditionConfigured); got != tc.want || !strings.Contains(c.Message, tc.says) {
				t.Errorf("%s, %s: Configured is %s: %s", tc.name, state, got, c.Message)
			}
			configures := slices.ContainsFunc(actionsOf(d), func(a string) bool { return strings.HasPrefix(a, "create configure") })
			if configures != (tc.says == "") {
				t.Errorf("%s, %s: it does %v", tc.name, state, actionsOf(d))
			}
		}
	}
}

func fileFrom(secret string) v1alpha1.File {
	return v1alpha1.File{URLFrom: &v1alpha1.SecretKeyReference{Name: secret, Key: "url"}}
}

// Settings change when the operator restarts; a run that was admitted is not ended by it.
func TestAWorkflowIsAdmittedOnce(t *testing.T) {
	name := spec(func(s *v1alpha1.WorkflowSpec) { s.SecretRef = &v1alpha1.SecretReference{Name: "no-longer-allowed"} })
	if d := Next(midRun(countStep, running(0), name)); d.Status.Phase != v1alpha1.PhaseRunning {
		t.Errorf("it is %s", d.Status.Phase)
	}
}

func TestARequestAboveItsLimitIsRefusedAtAdmission(t *testing.T) {
	for _, tc := range []struct {
		name            string
		request, limit  string
		want, saidStage string
	}{
		{"a request below its limit is admitted", "1Gi", "2Gi", "True Completed", ""},
		{"a request of its limit is admitted", "1024Mi", "1Gi", "True Completed", ""},
		{"a request without a limit is admitted", "1Gi", "", "True Completed", ""},
		{"a request above its limit is refused", "2Gi", "1Gi", "False Invalid", "stage count"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			r := &w.Workflow.Spec.Stages[0].Compute.Resources
			r.Requests = v1alpha1.ResourceList{"memory": gen.Quantity(tc.request)}
			if tc.limit != "" {
				r.Limits = v1alpha1.ResourceList{"memory": gen.Quantity(tc.limit)}
			}
			d := Next(w)
			c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted)
			if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != tc.want || !strings.Contains(c.Message, tc.saidStage) {
				t.Errorf("Admitted is %s: %s", got, c.Message)
			}
		})
	}
}
