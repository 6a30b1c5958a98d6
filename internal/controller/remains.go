// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// leavings are what a deleted workflow left behind that does not go with it.
type leavings struct {
	// document belongs to nothing and says that the provider's backend is still to be told of the end; nil if there is none.
	document *corev1.ConfigMap
	// orphans tells that there are pods that belong to nothing, or to a Job that is held.
	orphans bool
	// remains tells that there are Jobs or claims that belong to nothing.
	remains bool
}

// leavingsOf are those of each workflow.
type leavingsOf map[types.UID]*leavings

// at is where to note what a workflow left behind.
func (m leavingsOf) at(uid types.UID) *leavings {
	if m[uid] == nil {
		m[uid] = &leavings{}
	}
	return m[uid]
}

// with is where to note an object.
func (m leavingsOf) with(o client.Object) *leavings { return m.at(types.UID(labelledUID(o))) }

// leftOf is what there is left of each workflow that ever had a name: what the caches show, and what is owed to the
// provider's backend.
func (r *Reconciler) leftOf(ctx context.Context, key types.NamespacedName) (leavingsOf, error) {
	named := client.MatchingFields{nameIndex: key.Name}
	var documents corev1.ConfigMapList
	if err := r.Client.List(ctx, &documents, client.InNamespace(key.Namespace), named); err != nil {
		return nil, fmt.Errorf("list documents of %s: %w", key, err)
	}
	orphans, err := r.orphans(ctx, key.Namespace, named)
	if err != nil {
		return nil, err
	}
	remains, err := r.remains(ctx, key, named)
	if err != nil {
		return nil, err
	}
	left := leavingsOf{}
	for _, uid := range r.memory.goneNamed(key) {
		left.at(uid)
	}
	for i := range documents.Items {
		if isLeft(&documents.Items[i]) && wasMadeFor(key.Name, &documents.Items[i]) {
			left.with(&documents.Items[i]).document = &documents.Items[i]
		}
	}
	for i := range orphans {
		left.with(&orphans[i]).orphans = true
	}
	for _, o := range remains {
		left.with(o).remains = true
	}
	return left, nil
}

// remains are, Jobs first, the Jobs and claims among some that were a workflow's and belong to nothing, as the caches show them.
func (r *Reconciler) remains(ctx context.Context, key types.NamespacedName, which client.ListOption) ([]client.Object, error) {
	var jobs batchv1.JobList
	var claims corev1.PersistentVolumeClaimList
	for _, list := range []client.ObjectList{&jobs, &claims} {
		if err := r.Client.List(ctx, list, client.InNamespace(key.Namespace), which); err != nil {
			return nil, fmt.Errorf("list what is left of %s: %w", key, err)
		}
	}
	var found []client.Object
	for i := range jobs.Items {
		if isLeft(&jobs.Items[i]) && wasMadeFor(key.Name, &jobs.Items[i]) {
			found = append(found, &jobs.Items[i])
		}
	}
	for i := range claims.Items {
		if isLeft(&claims.Items[i]) && wasMadeFor(key.Name, &claims.Items[i]) {
			found = append(found, &claims.Items[i])
		}
	}
	return found, nil
}

// isLeft tells an object that belongs to nothing and that nobody is taking away.
func isLeft(o client.Object) bool {
	return metav1.GetControllerOf(o) == nil && o.GetDeletionTimestamp().IsZero()
}

// wasMadeFor tells what was made for a workflow of a name, by its labels and by its own name. Whoever keeps results, or looks into
// a run, in a copy, labels and all, is to find it there.
func wasMadeFor(workflow string, o client.Object) bool {
	if o.GetLabels()[v1alpha1.LabelWorkflow] != workflow || labelledUID(o) == "" {
		return false
	}
	named := &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{Name: workflow, UID: types.UID(labelledUID(o))}}
	switch o.(type) {
	case *batchv1.Job:
		_, attempt := attemptOf(o.GetLabels())
		return attempt && render.IsJobName(workflow, o.GetName())
	case *corev1.PersistentVolumeClaim:
		return o.GetName() == render.DataClaimName(named) || o.GetName() == render.AdminLogsClaimName(named)
	case *corev1.ConfigMap:
		return o.GetName() == render.DocumentName(named)
	}
	return false
}

// deleteRemains takes away those of a deleted workflow. It names each of them to a right to delete several, and takes none to
// delete one.
func (r *Reconciler) deleteRemains(ctx context.Context, gone *v1alpha1.Workflow) error {
	remains, err := r.remains(ctx, client.ObjectKeyFromObject(gone), client.MatchingFields{uidIndex: string(gone.UID)})
	if err != nil {
		return err
	}
	for _, o := range remains {
		just := []client.DeleteAllOfOption{
			client.InNamespace(gone.Namespace), client.MatchingLabels{v1alpha1.LabelWorkflowUID: string(gone.UID)},
			client.MatchingFields{metav1.ObjectNameField: o.GetName()}, client.PropagationPolicy(metav1.DeletePropagationBackground),
		}
		if err := r.Client.DeleteAllOf(ctx, o, just...); err != nil {
			return fmt.Errorf("delete %T %s, which was left without its workflow: %w", o, o.GetName(), err)
		}
	}
	return nil
}
