// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// stageResources puts the consumer's resources over the template's. Of a resource that the consumer limits, nothing of the
// template stays: half of each could be a request above its limit. One that he only requests keeps the template's limit, or
// asking for a little would be the way to have no limit at all; a request above it raises it.
func stageResources(template corev1.ResourceRequirements, c v1alpha1.ComputeResources) corev1.ResourceRequirements {
	out := *template.DeepCopy()
	for name, q := range c.Requests {
		put(&out.Requests, name, q.Quantity)
		limit, limited := out.Limits[name]
		if indivisible(name) || limited && limit.Cmp(q.Quantity) < 0 {
			put(&out.Limits, name, q.Quantity)
		}
	}
	for name, q := range c.Limits {
		if _, requested := c.Requests[name]; !requested {
			delete(out.Requests, name)
		}
		put(&out.Limits, name, q.Quantity)
		if indivisible(name) {
			put(&out.Requests, name, q.Quantity)
		}
	}
	return out
}

// indivisible tells whether a resource's request must be equal to its limit: GPUs and other devices, huge pages.
func indivisible(name corev1.ResourceName) bool {
	switch name {
	case corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage:
		return false
	}
	return true
}

// needs is what the scheduler sets aside for a container: a limit without a request counts as one.
func needs(r corev1.ResourceRequirements) corev1.ResourceList {
	out := r.Requests.DeepCopy()
	for name, limit := range r.Limits {
		if _, ok := out[name]; !ok {
			put(&out, name, limit)
		}
	}
	return out
}

// raise makes a container ask for at least as much of everything.
func raise(r *corev1.ResourceRequirements, least corev1.ResourceList) {
	for name, q := range least {
		if q.IsZero() {
			continue
		}
		if have, ok := r.Requests[name]; !ok || have.Cmp(q) < 0 {
			put(&r.Requests, name, q)
		}
		limit, limited := r.Limits[name]
		if indivisible(name) || (limited && limit.Cmp(r.Requests[name]) < 0) {
			put(&r.Limits, name, r.Requests[name])
		}
	}
}

func put(list *corev1.ResourceList, name corev1.ResourceName, q resource.Quantity) {
	if *list == nil {
		*list = corev1.ResourceList{}
	}
	(*list)[name] = q.DeepCopy()
}
