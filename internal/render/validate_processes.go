// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"
)

// confinedFiles are the templates in whose main container runner takes the network from all that it starts.
var confinedFiles = []string{"algorithm-job.yaml", filterFile}

// processes refuses what would start a process beside runner, or let the container see such a one: it would have the
// network that runner has taken from the algorithm, and as a process of the same user the algorithm could take it over.
func (f file) processes(at string, p *corev1.PodSpec) {
	const reason = "a process that runner does not start keeps its network, and the algorithm may take it over"
	share := p.ShareProcessNamespace
	f.refuse(share != nil && *share, at+"shareProcessNamespace", reason)
	f.refuse(p.HostPID, at+"hostPID", reason)
	main := mainContainer(p)
	if main == nil {
		return
	}
	at += "containers[" + MainContainer + "]."
	f.refuse(main.ReadinessProbe != nil && main.ReadinessProbe.Exec != nil, at+"readinessProbe.exec", reason)
	if hooks := main.Lifecycle; hooks != nil {
		f.refuse(execs(hooks.PostStart), at+"lifecycle.postStart.exec", reason)
		f.refuse(execs(hooks.PreStop), at+"lifecycle.preStop.exec", reason)
	}
}

func execs(h *corev1.LifecycleHandler) bool { return h != nil && h.Exec != nil }
