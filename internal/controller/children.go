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

// createChildren makes what all Jobs share: the claims, and the document with the job's secret. Where notices are made from
// the document, it outlives the claims and is made before them: the backend is also told of a run whose claims are refused.
func (r *Reconciler) createChildren(ctx context.Context, wf *v1alpha1.Workflow) error {
	if !r.notifies() {
		adminLogs, err := r.createClaims(ctx, wf)
		if err != nil {
			return err
		}
		return r.createDocument(ctx, wf, render.HeldBy(adminLogs))
	}
	if err := r.createDocument(ctx, wf, render.NotHeld); err != nil {
		return err
	}
	_, err := r.createClaims(ctx, wf)
	return err
}

// createClaims returns the claim that the other children may belong to.
func (r *Reconciler) createClaims(ctx context.Context, wf *v1alpha1.Workflow) (adminLogs *corev1.PersistentVolumeClaim, err error) {
	adminLogs = r.Renderer().AdminLogsClaim(wf)
	if err := r.create(ctx, wf, r.Renderer().DataClaim(wf)); err != nil {
		return nil, err
	}
	return adminLogs, r.create(ctx, wf, adminLogs)
}

// createDocument makes the document and the job's secret. If nothing holds the document, it holds the secret.
func (r *Reconciler) createDocument(ctx context.Context, wf *v1alpha1.Workflow, holder render.Holder) error {
	document, err := r.Renderer().Document(wf, holder)
	if err != nil {
		return refuse(plan.Refusal{Reason: v1alpha1.ReasonInvalid, Message: err.Error(), Final: true})
	}
	if err := r.create(ctx, wf, document); err != nil {
		return err
	}
	if holder == render.NotHeld {
		holder = render.HeldByDocument(document)
	}
	return r.createSecret(ctx, wf, holder)
}

// createSecret makes the job's secret, unless the consumer brought one.
func (r *Reconciler) createSecret(ctx context.Context, wf *v1alpha1.Workflow, holder render.Holder) error {
	if wf.Spec.SecretRef != nil {
		return nil
	}
	value, err := randomSecret()
	if err != nil {
		return err
	}
	return r.create(ctx, wf, r.Renderer().Secret(wf, holder, value))
}

func (r *Reconciler) notifies() bool { return r.Settings.NotifyStart || r.Settings.NotifyStop }

// randomSecret has the form of the predecessor's: 32 hex digits.
func randomSecret() (string, error) {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("make the job's secret: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// create makes an object if it is absent. One that is there already must be ours; o then becomes what is there.
func (r *Reconciler) create(ctx context.Context, wf *v1alpha1.Workflow, o client.Object) error {
	err := r.Client.Create(ctx, o, strictly)
	if !apierrors.IsAlreadyExists(err) {
		return err
	}
	name := o.GetName()
	if err := r.Live.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
		return fmt.Errorf("look at the %T %s that is there already: %w", o, name, err)
	}
	switch {
	case isOurs(wf, o):
		return nil
	case isOfEarlier(wf, o):
		return refuse(plan.Refusal{Reason: v1alpha1.ReasonRefused, Message: "an object of an earlier workflow of this name is still being deleted: " + name})
	}
	return refuse(plan.Refusal{
		Reason: v1alpha1.ReasonNameTaken, Final: true,
		Message: fmt.Sprintf("an object named %q exists that this workflow did not make: delete it, or give the workflow another name", name),
	})
}

// isOurs tells an object of this workflow: its controller is the workflow, or one of its children that hold others; or it
// belongs to nothing, as a document does from which notices are made.
func isOurs(wf *v1alpha1.Workflow, o client.Object) bool {
	if metav1.IsControlledBy(o, wf) {
		return true
	}
	owner := metav1.GetControllerOf(o)
	if owner == nil {
		_, document := o.(*corev1.ConfigMap)
		return document && labelledUID(o) == string(wf.UID)
	}
	return holds(wf, owner) && labelledUID(o) == string(wf.UID)
}

// holds tells an owner by its name: a child of the workflow that others belong to.
func holds(wf *v1alpha1.Workflow, owner *metav1.OwnerReference) bool {
	switch owner.Kind {
	case "PersistentVolumeClaim":
		return owner.Name == render.AdminLogsClaimName(wf)
	case "ConfigMap":
		return owner.Name == render.DocumentName(wf)
	}
	return false
}

// isOfEarlier tells an object that a workflow of the same name left to the garbage collector, or, belonging to nothing, to the
// operator.
func isOfEarlier(wf *v1alpha1.Workflow, o client.Object) bool {
	owner := metav1.GetControllerOf(o)
	if labelledUID(o) == "" || labelledUID(o) == string(wf.UID) {
		return false
	}
	if owner == nil {
		return wasMadeFor(wf.Name, o)
	}
	return owner.Kind == "Workflow" && owner.Name == wf.Name || holds(wf, owner)
}

func labelledUID(o client.Object) string { return o.GetLabels()[v1alpha1.LabelWorkflowUID] }

// deleteChildren takes away what the finished workflow needs no more: Jobs with their pods first, then the claims, and with
// them what belongs to them.
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
	r.memory.sweepChildren(wf, a.KeepVolumes)
	return nil
}

// deleteDocument takes away a document that belongs to nothing; the job's secret belongs to it. No notice is owed then.
func (r *Reconciler) deleteDocument(ctx context.Context, wf *v1alpha1.Workflow) error {
	r.forgetNotices(wf.UID, plan.NoticeStart, plan.NoticeStop)
	var document corev1.ConfigMap
	key := types.NamespacedName{Namespace: wf.Namespace, Name: render.DocumentName(wf)}
	if err := r.Client.Get(ctx, key, &document); err != nil {
		return client.IgnoreNotFound(err)
	}
	err := r.Client.Delete(ctx, &document, justThis(&document), client.PropagationPolicy(metav1.DeletePropagationBackground))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("delete document %s: %w", key, err)
	}
	r.memory.sweepDocument(wf, document.UID)
	return nil
}
