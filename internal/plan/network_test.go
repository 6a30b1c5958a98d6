// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestAWorkflowGetsOnlyTheNetworkThatTheProviderGives(t *testing.T) {
	const admitted, refused = "True Completed", "False NetworkNotAllowed"
	for _, tc := range []struct {
		name              string
		network           v1alpha1.Network
		allowed, enforced bool
		want, says        string
	}{
		{"nothing said is no network", "", false, false, admitted, ""},
		{"no network is given to all", v1alpha1.NetworkNone, false, false, admitted, ""},
		{"a network that the provider gives", v1alpha1.NetworkAllowed, true, false, admitted, ""},
		{"a network that the provider does not give", v1alpha1.NetworkAllowed, false, false, refused, "ALLOW_NETWORK to be set to true"},
		{"a network that the provider does not give, though policies are enforced", v1alpha1.NetworkAllowed, false, true, refused, "compute.network to None"},
		{"loopback where policies are enforced", v1alpha1.NetworkLoopback, false, true, admitted, ""},
		{"loopback where nobody knows whether they are", v1alpha1.NetworkLoopback, false, false, refused, "set compute.network to None"},
		{"loopback is not what ALLOW_NETWORK gives", v1alpha1.NetworkLoopback, true, false, refused, "ask the provider for Allowed"},
		{"a network that this operator does not know", "Mesh", true, true, refused, `"Mesh"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			w.Settings.AllowNetwork, w.Isolation.PoliciesEnforced = tc.allowed, tc.enforced
			w.Workflow.Spec.Stages = append(w.Workflow.Spec.Stages, gen.Stage("second"))
			w.Workflow.Spec.Stages[1].Compute.Network = tc.network
			d := Next(w)
			c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted)
			if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != tc.want || !strings.Contains(c.Message, tc.says) {
				t.Errorf("Admitted is %s: %s", got, c.Message)
			}
			if tc.want != refused {
				return
			}
			if len(d.Actions) > 0 || d.Status.Phase != v1alpha1.PhaseFailed || !strings.HasPrefix(c.Message, "stage second") {
				t.Errorf("it is %s, does %v and says %s", d.Status.Phase, actionsOf(d), c.Message)
			}
		})
	}
}

func TestLoopbackIsGivenInTheRuntimeClassOfTheProbesOnly(t *testing.T) {
	const admitted, waits, refused = "True Completed", "Unknown NotIsolated", "False NetworkNotAllowed"
	for _, tc := range []struct {
		name, class, providers string
		network                v1alpha1.Network
		awaited                bool
		want                   string
	}{
		{"none named", "", "", v1alpha1.NetworkLoopback, false, admitted},
		{"none named, where the provider has one", "", "gvisor", v1alpha1.NetworkLoopback, false, admitted},
		{"the provider's by name", "gvisor", "gvisor", v1alpha1.NetworkLoopback, false, admitted},
		{"the provider's by name, before anybody has looked", "gvisor", "gvisor", v1alpha1.NetworkLoopback, true, waits},
		{"another", "kata", "gvisor", v1alpha1.NetworkLoopback, false, refused},
		{"another, where the provider has none", "kata", "", v1alpha1.NetworkLoopback, false, refused},
		{"another, which no probe will tell of", "kata", "gvisor", v1alpha1.NetworkLoopback, true, refused},
		{"another without a network", "kata", "gvisor", v1alpha1.NetworkNone, false, admitted},
		{"another with a network, which depends on no policy", "kata", "gvisor", v1alpha1.NetworkAllowed, false, admitted},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings()}
			w.Isolation = Isolation{PoliciesEnforced: !tc.awaited, Awaited: tc.awaited}
			w.Settings.AllowNetwork, w.Settings.RuntimeClass, w.Settings.AllowedRuntimeClasses = true, tc.providers, []string{"kata"}
			w.Workflow.Spec.Stages[0].Compute.Network, w.Workflow.Spec.Stages[0].Compute.RuntimeClassName = tc.network, tc.class
			d := Next(w)
			c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted)
			if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != tc.want {
				t.Errorf("Admitted is %s: %s", got, c.Message)
			}
			if says := `in the RuntimeClass "kata", where nobody has tried`; strings.Contains(c.Message, says) != (tc.want == refused) {
				t.Errorf("it says %s", c.Message)
			}
		})
	}
}

func TestAnExitCodeOfRunnersOwnIsExplained(t *testing.T) {
	d := Next(midRun(countStep, failed(122)))
	if c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAlgorithmCompleted); !strings.Contains(c.Message, "could not confine it") {
		t.Errorf("it says %s", c.Message)
	}
}

func TestAWorkflowWaitsWhereIsolationIsRequiredAndNotProven(t *testing.T) {
	const admitted, waits = "True Completed", "Unknown NotIsolated"
	proven := Isolation{PoliciesEnforced: true, Proven: true}
	broken := Isolation{Message: "use another plugin"}
	for _, tc := range []struct {
		name      string
		network   v1alpha1.Network
		isolation Isolation
		required  bool
		want      string
		says      string
	}{
		{"nobody looks and nobody asks", "", Isolation{}, false, admitted, ""},
		{"nobody looks, but it is required", "", Isolation{}, true, waits, "nobody looks"},
		{"the first probe is under way", "", Isolation{Awaited: true}, true, waits, "finding out"},
		{"the first probe is under way and it only warns", "", Isolation{Awaited: true}, false, admitted, ""},
		{"the first probe is under way and loopback depends on it", v1alpha1.NetworkLoopback, Isolation{Awaited: true}, false, waits, "finding out"},
		{"a probe got out", "", broken, true, waits, "ISOLATION=enforce"},
		{"a probe got out, and what to do is said", "", broken, true, waits, "use another plugin"},
		{"a probe got out and it only warns", "", broken, false, admitted, ""},
		{"policies are enforced, but the filter leaks", "", Isolation{PoliciesEnforced: true}, true, waits, "ISOLATION=enforce"},
		{"isolation is proven", "", proven, true, admitted, ""},
		{"loopback where isolation is proven", v1alpha1.NetworkLoopback, proven, true, admitted, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := World{Now: epoch, Workflow: gen.Workflow(), Settings: testSettings(), Isolation: tc.isolation}
			w.Settings.RequireIsolation = tc.required
			w.Workflow.Spec.Stages[0].Compute.Network = tc.network
			w.Workflow.Status.QueuePosition = 3
			d := Next(w)
			c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAdmitted)
			if got := condition(d.Status, v1alpha1.ConditionAdmitted); got != tc.want || !strings.Contains(c.Message, tc.says) {
				t.Errorf("Admitted is %s: %s", got, c.Message)
			}
			if tc.want == waits && (len(d.Actions) > 0 || d.Status.QueuePosition != 0) {
				t.Errorf("it does %v and is number %d in a queue", actionsOf(d), d.Status.QueuePosition)
			}
		})
	}
}

func TestWhatRunsGoesOnWhenIsolationIsLost(t *testing.T) {
	w := midRun(configureStep, Run{State: RunSucceeded, StartedAt: epoch, FinishedAt: epoch, ExitCode: new(int32), Reported: &Reported{}})
	w.Settings.RequireIsolation, w.Isolation = true, Isolation{Message: "a probe got out"}
	if d := Next(w); len(d.Actions) == 0 {
		t.Errorf("it does nothing: %s", d.Rule)
	}
}
