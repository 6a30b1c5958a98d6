// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/gen"
)

// strict is the namespace of an operator with little patience and a filter; quota and podQuota are those that it watches
// besides, where no Job and no pod may be made. byHand is that of an operator whose volumes nobody provides.
const (
	strict   = "ocean-compute-strict"
	quota    = "ocean-compute-quota"
	podQuota = "ocean-compute-podquota"
	byHand   = "ocean-compute-byhand"
)

// noStart is a workflow whose algorithm, or whose first step, does not come to start, and what is told of it.
type noStart struct {
	namespace string
	change    func(*v1alpha1.WorkflowSpec)
	code      v1alpha1.Code
	reason    string
	says      string
}

func noStarts() map[string]noStart {
	return map[string]noStart{
		"an image that is nowhere": {
			strict, func(s *v1alpha1.WorkflowSpec) { s.Stages[0].Algorithm.Container.Image = "127.0.0.1:1/nowhere" },
			v1alpha1.CodeImagePullFailed, v1alpha1.ReasonImagePullFailed, "127.0.0.1:1/nowhere",
		},
		"more than any node has": {
			strict, func(s *v1alpha1.WorkflowSpec) {
				s.Stages[0].Compute.Resources.Requests = v1alpha1.ResourceList{corev1.ResourceMemory: gen.Quantity("100Ti")}
			},
			v1alpha1.CodeVolumeCreationFailed, v1alpha1.ReasonUnschedulable, "Insufficient memory",
		},
		"a Secret that is not there": {
			strict, func(s *v1alpha1.WorkflowSpec) { s.SecretRef = &v1alpha1.SecretReference{Name: "brought-nowhere"} },
			v1alpha1.CodeContainerCreationFailed, v1alpha1.ReasonContainerFailed, `secret "brought-nowhere" not found`,
		},
		"a volume that nobody provides": {
			byHand, func(*v1alpha1.WorkflowSpec) {},
			v1alpha1.CodeVolumeCreationFailed, v1alpha1.ReasonVolumeFailed, `"by-hand" not found`,
		},
		"a quota that allows no Job": {
			quota, func(*v1alpha1.WorkflowSpec) {},
			v1alpha1.CodeContainerCreationFailed, v1alpha1.ReasonRefused, "exceeded quota: no-jobs",
		},
		"a quota that allows no pod": {
			podQuota, func(*v1alpha1.WorkflowSpec) {},
			v1alpha1.CodeContainerCreationFailed, v1alpha1.ReasonRefused, "exceeded quota: no-pods",
		},
	}
}

// What keeps a pod from starting is for the kubelet, the scheduler and the API server to say, until the operator's patience is
// over. It passes their words on.
func TestWhatKeepsAPodFromStarting(t *testing.T) {
	t.Parallel()
	for name, tc := range noStarts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := v1alpha1.WorkflowSpec{Stages: []v1alpha1.Stage{shell("start", "true")}}
			tc.change(&spec)
			ended := end(t, submitSpec(t, tc.namespace, "start", spec), v1alpha1.PhaseFailed, tc.code, tc.reason)
			if message := summary(ended); !strings.Contains(message, tc.says) {
				t.Errorf("the message is %q, without %q", message, tc.says)
			}
			nothingLeft(t, ended)
		})
	}
}
