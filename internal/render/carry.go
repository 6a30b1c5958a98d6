// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// carry makes configure go where the algorithms can go too. Of several RuntimeClasses it takes the first stage's. A volume may bind to the node of its first pod, which is
// configure's, and an algorithm that needs more than that node has would wait for ever.
func (r *Renderer) carry(wf *v1alpha1.Workflow, d *draft) {
	later := newDraft(r.templates.jobs[v1alpha1.StepAlgorithm])
	if later == nil {
		return
	}
	for i := range wf.Spec.Stages {
		stage := stageResources(later.main.Resources, wf.Spec.Stages[i].Compute.Resources)
		raise(&d.main.Resources, needs(stage))
		if class := r.runtimeClass(&wf.Spec.Stages[i]); i == 0 && class != "" {
			later.pod.RuntimeClassName = &class
		}
	}
	carryPlace(later.pod, d.pod)
}

// carryPlace takes over the algorithm template's say on nodes. Where configure's template has one of its own, that
// stays: the provider has thought about it.
func carryPlace(from, to *corev1.PodSpec) {
	for key, v := range from.NodeSelector {
		if _, ok := to.NodeSelector[key]; !ok {
			if to.NodeSelector == nil {
				to.NodeSelector = map[string]string{}
			}
			to.NodeSelector[key] = v
		}
	}
	for _, t := range from.Tolerations {
		if !slices.ContainsFunc(to.Tolerations, func(o corev1.Toleration) bool { return t.MatchToleration(&o) }) {
			to.Tolerations = append(to.Tolerations, t)
		}
	}
	if to.RuntimeClassName == nil {
		to.RuntimeClassName = from.RuntimeClassName
	}
	if from.Affinity == nil || from.Affinity.NodeAffinity == nil {
		return
	}
	if to.Affinity == nil {
		to.Affinity = &corev1.Affinity{}
	}
	if to.Affinity.NodeAffinity == nil {
		to.Affinity.NodeAffinity = from.Affinity.NodeAffinity
	}
}

// requireNode narrows the pod's nodes down. Terms of an affinity are alternatives, so each of them gets the requirement.
func requireNode(pod *corev1.PodSpec, requirement corev1.NodeSelectorRequirement) {
	if pod.Affinity == nil {
		pod.Affinity = &corev1.Affinity{}
	}
	if pod.Affinity.NodeAffinity == nil {
		pod.Affinity.NodeAffinity = &corev1.NodeAffinity{}
	}
	node := pod.Affinity.NodeAffinity
	if node.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		node.RequiredDuringSchedulingIgnoredDuringExecution = &corev1.NodeSelector{}
	}
	required := node.RequiredDuringSchedulingIgnoredDuringExecution
	if len(required.NodeSelectorTerms) == 0 {
		required.NodeSelectorTerms = []corev1.NodeSelectorTerm{{}}
	}
	for i := range required.NodeSelectorTerms {
		term := &required.NodeSelectorTerms[i]
		term.MatchExpressions = append(term.MatchExpressions, requirement)
	}
}
