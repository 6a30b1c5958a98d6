// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// children are the names of all objects that carry the workflow's label. Claims go last, once their pods are gone.
func children(t *testing.T, wf *v1alpha1.Workflow) []string {
	t.Helper()
	var names []string
	for _, list := range []client.ObjectList{
		&batchv1.JobList{}, &corev1.PodList{}, &corev1.ConfigMapList{}, &corev1.SecretList{}, &corev1.PersistentVolumeClaimList{},
	} {
		if err := cluster.List(t.Context(), list, client.InNamespace(wf.Namespace), client.MatchingLabels{v1alpha1.LabelWorkflowUID: string(wf.UID)}); err != nil {
			t.Fatal(err)
		}
		items, err := meta.ExtractList(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			names = append(names, fmt.Sprintf("%T %s", item, item.(client.Object).GetName()))
		}
	}
	return names
}
