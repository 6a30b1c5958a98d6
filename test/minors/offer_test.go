// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
)

// offer has the server take an object, for good or as a dry run, and count it.
func (s *server) offer(t *testing.T, c client.Client, object client.Object, options ...client.CreateOption) {
	t.Helper()
	total.objects++
	s.warnings.take()
	offered := object.DeepCopyObject().(client.Object)
	err := c.Create(t.Context(), offered, options...)
	said := s.warnings.take()
	if err == nil && len(said) == 0 {
		return
	}
	total.refused++
	gvk, gvkErr := apiutil.GVKForObject(object, s.scheme)
	if gvkErr != nil {
		t.Error(gvkErr)
	}
	t.Errorf("%s %s: refused: %v; warnings: %q", gvk.Kind, object.GetName(), err, said)
}

// offerPod offers the pod that a controller would make from a template. Pod Security looks at pods only.
func (s *server) offerPod(t *testing.T, owner client.Object, template corev1.PodTemplateSpec) {
	t.Helper()
	s.offer(t, s.admin, &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: owner.GetName() + "-x", Namespace: owner.GetNamespace(), Labels: template.Labels, Annotations: template.Annotations,
		},
		Spec: template.Spec,
	}, client.DryRunAll)
}
