// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// networkRefusal says why the first stage that asks for a network gets none, or nothing if all get what they ask for. A
// network that nobody knows, as a newer CRD may allow, is refused and not guessed at.
func (d *draft) networkRefusal() string {
	for _, stage := range d.Workflow.Spec.Stages {
		switch n := stage.Compute.Network; n {
		case "", v1alpha1.NetworkNone:
		case v1alpha1.NetworkLoopback:
			if refusal := d.loopbackRefusal(stage); refusal != "" {
				return refusal
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

// loopbackRefusal says why a stage that asks for sockets within its pod gets none: nothing but policies would keep it there. That
// they are enforced is seen by probes, which run in the provider's RuntimeClass. Another one may have a network of its own.
func (d *draft) loopbackRefusal(stage v1alpha1.Stage) string {
	if class := stage.Compute.RuntimeClassName; class != "" && class != d.Settings.RuntimeClass {
		return fmt.Sprintf("stage %s asks for network Loopback in the RuntimeClass %q, where nobody has tried whether network policies are "+
			"enforced: leave compute.runtimeClassName out, set compute.network to None, or ask the provider for Allowed", stage.Name, class)
	}
	if !d.Isolation.PoliciesEnforced && !d.Isolation.Awaited {
		return fmt.Sprintf("stage %s asks for network Loopback, which needs a cluster that was seen to enforce network policies, "+
			"and this one was not: set compute.network to None, or ask the provider for Allowed", stage.Name)
	}
	return ""
}

// isolated holds a workflow while it is not known that it would be kept off the network: until the first probe has ended if
// that bears on it, and where the provider requires isolation, as long as it is not proven. What runs goes on.
func isolated(d *draft) bool {
	if d.Workflow.Spec.Stop || d.settled(v1alpha1.ConditionAdmitted) {
		return false
	}
	message := ""
	switch {
	case d.Isolation.Awaited && (d.Settings.RequireIsolation || d.asksForLoopback()):
		message = "the operator is finding out whether this cluster keeps algorithms off the network: it begins when that is known"
	case d.Settings.RequireIsolation && !d.Isolation.Proven:
		message = "the provider runs nothing (ISOLATION=enforce) until algorithms are seen to be kept off the network, which is tried again " +
			"by itself: " + firstOf(d.Isolation.Message, "nobody looks")
	default:
		return false
	}
	d.status.QueuePosition = 0
	d.set(v1alpha1.ConditionAdmitted, metav1.ConditionUnknown, v1alpha1.ReasonNotIsolated, clip(message))
	return true
}

func (d *draft) asksForLoopback() bool {
	return slices.ContainsFunc(d.Workflow.Spec.Stages, func(s v1alpha1.Stage) bool { return s.Compute.Network == v1alpha1.NetworkLoopback })
}
