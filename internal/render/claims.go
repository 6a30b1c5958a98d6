// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// DataClaim is the claim that all stages share. Its size is the Workflow's, or else the template's.
func (r *Renderer) DataClaim(wf *v1alpha1.Workflow) *corev1.PersistentVolumeClaim {
	claim := r.claim(wf, &r.templates.dataClaim, DataClaimName(wf), componentData)
	if size := wf.Spec.VolumeSize; size != nil {
		claim.Spec.Resources.Requests[corev1.ResourceStorage] = size.Quantity.DeepCopy()
	}
	return claim
}

// AdminLogsClaim is the claim that no algorithm sees. Its size is the template's.
func (r *Renderer) AdminLogsClaim(wf *v1alpha1.Workflow) *corev1.PersistentVolumeClaim {
	return r.claim(wf, &r.templates.adminLogsClaim, AdminLogsClaimName(wf), componentAdminLogs)
}

func (r *Renderer) claim(
	wf *v1alpha1.Workflow, template *corev1.PersistentVolumeClaim, name, component string,
) *corev1.PersistentVolumeClaim {
	claim := template.DeepCopy()
	child(wf, &claim.ObjectMeta, name, component)
	if class := r.settings.StorageClass; class != "" {
		claim.Spec.StorageClassName = &class
	}
	return claim
}
