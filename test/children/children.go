// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package children finds what workflows have in a cluster, for tests and benchmarks that want nothing to be left.
package children

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Lists are empty lists of the kinds that belong to workflows.
func Lists() []client.ObjectList {
	return []client.ObjectList{
		&batchv1.JobList{}, &corev1.PodList{}, &corev1.ConfigMapList{}, &corev1.SecretList{}, &corev1.PersistentVolumeClaimList{},
	}
}

// In are the objects of all kinds that belong to workflows of a namespace, those in deletion among them.
func In(ctx context.Context, c client.Reader, namespace string) ([]client.Object, error) {
	var all []client.Object
	for _, list := range Lists() {
		if err := c.List(ctx, list, client.InNamespace(namespace), client.HasLabels{v1alpha1.LabelWorkflowUID}); err != nil {
			return nil, fmt.Errorf("list what belongs to workflows: %w", err)
		}
		err := meta.EachListItem(list, func(o runtime.Object) error {
			all = append(all, o.(client.Object))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read a %T: %w", list, err)
		}
	}
	return all, nil
}

// Owner is the UID of the workflow that an object belongs to.
func Owner(o client.Object) string { return o.GetLabels()[v1alpha1.LabelWorkflowUID] }

// Name tells an object in a message.
func Name(o client.Object) string { return fmt.Sprintf("%T %s", o, o.GetName()) }

// Of are the names of all objects that belong to a workflow.
func Of(ctx context.Context, c client.Reader, wf *v1alpha1.Workflow) ([]string, error) {
	all, err := In(ctx, c, wf.Namespace)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, o := range all {
		if Owner(o) == string(wf.UID) {
			names = append(names, Name(o))
		}
	}
	return names, nil
}
