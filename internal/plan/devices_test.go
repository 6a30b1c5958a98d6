// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

func TestAWorkflowGetsOnlyTheDevicesThatAreOnTheList(t *testing.T) {
	const admitted, refused = "True Completed", "False ResourceNotAllowed"
	gpus := []string{"nvidia.com/*", "amd.com/gpu"}
	for _, tc := range []struct {
		name    string
		allowed []string
		asks    []corev1.ResourceName
		want    string
		says    string
	}{
		{"a device, without a list", nil, []corev1.ResourceName{"nvidia.com/gpu", "rdma/hca"}, admitted, ""},
		{"what every node has", gpus, []corev1.ResourceName{"cpu", "memory", "ephemeral-storage"}, admitted, ""},
		{"what every node has, where nothing else is allowed", []string{"none"}, []corev1.ResourceName{"cpu", "memory", "ephemeral-storage"}, admitted, ""},
		{"a device by its name", gpus, []corev1.ResourceName{"amd.com/gpu", "cpu"}, admitted, ""},
		{"a device by a pattern", gpus, []corev1.ResourceName{"nvidia.com/mig-1g.5gb"}, admitted, ""},
		{"another device", gpus, []corev1.ResourceName{"nvidia.com/gpu", "rdma/hca"}, refused, `"rdma/hca"`},
		{"a device of another maker, of a name like one on the list", gpus, []corev1.ResourceName{"nvidia.com.evil/gpu"}, refused, "ALLOWED_RESOURCES"},
		{"a device, where nothing is allowed", []string{"none"}, []corev1.ResourceName{"nvidia.com/gpu"}, refused, "leave it out"},
		{"huge pages", gpus, []corev1.ResourceName{"hugepages-2Mi"}, refused, `"hugepages-2Mi"`},
		{"huge pages on the list", []string{"hugepages-*"}, []corev1.ResourceName{"hugepages-2Mi"}, admitted, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, limited := range []bool{false, true} {
				list := v1alpha1.ResourceList{}
				for _, name := range tc.asks {
					list[name] = gen.Quantity("1")
				}
				w := secondStage(func(s *Settings) { s.AllowedResources = tc.allowed }, func(s *v1alpha1.Stage) {
					s.Compute.Resources = v1alpha1.ComputeResources{Requests: list}
					if limited {
						s.Compute.Resources = v1alpha1.ComputeResources{Limits: list}
					}
				})
				checkAdmission(t, w, tc.want, tc.says, v1alpha1.CodeContainerCreationFailed)
			}
		})
	}
}
