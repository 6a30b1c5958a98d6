// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// createChildren makes what all Jobs share. The document comes last: where it is, the others were made.
func (r *Reconciler) createChildren(ctx context.Context, wf *v1alpha1.Workflow) error {
	document, err := r.Renderer.Document(wf)
	if err != nil {
		return refuse(plan.Refusal{Reason: v1alpha1.ReasonInvalid, Message: err.Error(), Final: true})
	}
	objects := []client.Object{r.Renderer.DataClaim(wf), r.Renderer.AdminLogsClaim(wf)}
	if wf.Spec.SecretRef == nil {
		value, err := randomSecret()
		if err != nil {
			return err
		}
		objects = append(objects, r.Renderer.Secret(wf, value))
	}
	for _, o := range append(objects, document) {
		if err := r.create(ctx, wf, o); err != nil {
			return err
		}
	}
	return nil
}

// randomSecret has the form of the predecessor's: 32 hex digits.
func randomSecret() (string, error) {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("make the job's secret: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// create makes an object if it is absent. One that is there already must be ours.
func (r *Reconciler) create(ctx context.Context, wf *v1alpha1.Workflow, o client.Object) error {
	err := r.Client.Create(ctx, o)
	if !apierrors.IsAlreadyExists(err) {
		return err
	}
	there := o.DeepCopyObject().(client.Object)
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(o), there); err != nil {
		return fmt.Errorf("look at the %T %s that is there already: %w", o, o.GetName(), err)
	}
	switch owner := metav1.GetControllerOf(there); {
	case metav1.IsControlledBy(there, wf):
		return nil
	case owner != nil && owner.Kind == "Workflow" && owner.Name == wf.Name:
		return refuse(plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: "an object of an earlier workflow of this name is still being deleted: " + o.GetName()})
	}
	return refuse(plan.Refusal{
		Reason: v1alpha1.ReasonNameTaken, Final: true,
		Message: fmt.Sprintf("an object named %q exists that this workflow did not make: delete it, or give the workflow another name", o.GetName()),
	})
}

// deleteChildren takes away what the finished workflow needs no more: Jobs with their pods first, volumes after them, the
// document last, since it marks that there is something to take away.
func (r *Reconciler) deleteChildren(ctx context.Context, wf *v1alpha1.Workflow, a plan.DeleteChildren) error {
	all := []client.DeleteAllOfOption{
		client.InNamespace(wf.Namespace),
		client.MatchingLabels{v1alpha1.LabelWorkflowUID: string(wf.UID)},
		client.PropagationPolicy(metav1.DeletePropagationBackground),
	}
	if err := r.Client.DeleteAllOf(ctx, &batchv1.Job{}, all...); err != nil {
		return fmt.Errorf("delete jobs: %w", err)
	}
	if !a.KeepVolumes {
		if err := r.Client.DeleteAllOf(ctx, &corev1.PersistentVolumeClaim{}, all...); err != nil {
			return fmt.Errorf("delete claims: %w", err)
		}
	}
	if wf.Spec.SecretRef == nil {
		if err := r.deleteOwn(ctx, wf, &corev1.Secret{}, render.SecretName(wf)); err != nil {
			return err
		}
	}
	if err := r.deleteOwn(ctx, wf, &corev1.ConfigMap{}, render.DocumentName(wf)); err != nil {
		return err
	}
	r.memory.of(wf).swept = &a
	return nil
}

// deleteOwn deletes a single object if it is there and ours.
func (r *Reconciler) deleteOwn(ctx context.Context, wf *v1alpha1.Workflow, o client.Object, name string) error {
	if err := r.Live.Get(ctx, types.NamespacedName{Namespace: wf.Namespace, Name: name}, o); err != nil {
		return client.IgnoreNotFound(err)
	}
	if !metav1.IsControlledBy(o, wf) {
		return nil
	}
	if err := r.Client.Delete(ctx, o, justThis(o)); client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("delete %s: %w", name, err)
	}
	return nil
}
