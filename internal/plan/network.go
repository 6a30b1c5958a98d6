// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// networkRefusal says why the first stage that asks for a network gets none, or nothing if all get what they ask for. A
// network that nobody knows, as a newer CRD may allow, is refused and not guessed at.
func (d *draft) networkRefusal() string {
	for _, stage := range d.Workflow.Spec.Stages {
		switch n := stage.Compute.Network; n {
		case "", v1alpha1.NetworkNone:
		case v1alpha1.NetworkLoopback:
			if !d.Settings.PoliciesEnforced {
				return fmt.Sprintf("stage %s asks for network Loopback, which needs a cluster that was seen to enforce network policies, "+
					"and this one was not: set compute.network to None, or ask the provider for Allowed", stage.Name)
			}
		case v1alpha1.NetworkAllowed:
			if !d.Settings.AllowNetwork {
				return fmt.Sprintf("stage %s asks for network Allowed, which the provider does not give: set compute.network to None, "+
					"or ask for ALLOW_NETWORK to be set to true", stage.Name)
			}
		default:
			return fmt.Sprintf("stage %s asks for network %q, which this operator does not know: set compute.network to None", stage.Name, n)
		}
	}
	return ""
}
