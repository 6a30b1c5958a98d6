// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"maps"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// What the children that are no Jobs have as their component.
const (
	componentDocument  = "document"
	componentSecret    = "secret"
	componentData      = "data"
	componentAdminLogs = "adminlogs"
)

// own makes the Workflow the object's controller, so that the object goes when the Workflow does.
func own(wf *v1alpha1.Workflow, object metav1.Object) {
	owner := metav1.NewControllerRef(wf, v1alpha1.GroupVersion.WithKind("Workflow"))
	object.SetOwnerReferences([]metav1.OwnerReference{*owner})
}

// Holder is a child that another child belongs to: the claim of the admin logs, or the document.
type Holder struct {
	Kind string
	Name string
	UID  types.UID
}

// HeldBy is a claim as a holder.
func HeldBy(claim *corev1.PersistentVolumeClaim) Holder {
	return Holder{Kind: "PersistentVolumeClaim", Name: claim.Name, UID: claim.UID}
}

// HeldByDocument is a document as a holder.
func HeldByDocument(document *corev1.ConfigMap) Holder {
	return Holder{Kind: "ConfigMap", Name: document.Name, UID: document.UID}
}

// NotHeld lets an object belong to nothing: whoever made it takes it away.
var NotHeld = Holder{}

// belong makes a holder the object's controller, so that the object lives as long as the holder does and one deletion takes
// away both. It does not block: nobody is to wait for an object that only explains another.
func belong(holder Holder, object metav1.Object) {
	if holder == NotHeld {
		object.SetOwnerReferences(nil)
		return
	}
	object.SetOwnerReferences([]metav1.OwnerReference{{
		APIVersion: "v1", Kind: holder.Kind, Name: holder.Name, UID: holder.UID, Controller: new(true),
	}})
}

// childLabels are on everything that the operator makes.
func childLabels(wf *v1alpha1.Workflow, component string) map[string]string {
	return map[string]string{
		v1alpha1.LabelWorkflow:    wf.Name,
		v1alpha1.LabelWorkflowUID: string(wf.UID),
		v1alpha1.LabelComponent:   component,
		v1alpha1.LabelManagedBy:   v1alpha1.ManagedBy,
	}
}

// runLabels are on a Job and its pod. The short ones are the predecessor's: providers select pods by them.
func runLabels(wf *v1alpha1.Workflow, run Run) map[string]string {
	labels := childLabels(wf, string(run.Kind))
	labels[v1alpha1.LabelAttempt] = strconv.Itoa(int(run.Attempt))
	labels["workflow"] = wf.Name
	labels["component"] = string(run.Kind)
	if run.Kind == v1alpha1.StepAlgorithm {
		labels[v1alpha1.LabelStage] = run.Stage
	}
	return labels
}

// label adds to the template's labels.
func label(meta *metav1.ObjectMeta, labels map[string]string) {
	if meta.Labels == nil {
		meta.Labels = map[string]string{}
	}
	maps.Copy(meta.Labels, labels)
}

// child names and labels an object that all steps share.
func child(wf *v1alpha1.Workflow, meta *metav1.ObjectMeta, name, component string) {
	meta.Name, meta.Namespace = name, wf.Namespace
	own(wf, meta)
	label(meta, childLabels(wf, component))
}
