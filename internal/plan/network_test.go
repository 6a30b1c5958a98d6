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
			w.Settings.AllowNetwork, w.Settings.PoliciesEnforced = tc.allowed, tc.enforced
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

func TestAnExitCodeOfRunnersOwnIsExplained(t *testing.T) {
	d := Next(midRun(countStep, failed(122)))
	if c := meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionAlgorithmCompleted); !strings.Contains(c.Message, "could not keep it off the network") {
		t.Errorf("it says %s", c.Message)
	}
}
