// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// refuse notes a field that is set and must not be.
func (f file) refuse(set bool, field, reason string) {
	if set {
		f.wrong("%s: must not be set: %s", field, reason)
	}
}

func (f file) metadata(m *metav1.ObjectMeta) {
	const reason = "the operator sets it for each workflow"
	f.refuse(m.Name != "", "metadata.name", reason)
	f.refuse(m.GenerateName != "", "metadata.generateName", "names tell the operator what it has made already")
	f.refuse(m.Namespace != "", "metadata.namespace", reason)
	f.refuse(len(m.OwnerReferences) > 0, "metadata.ownerReferences", reason)
	f.refuse(m.UID != "", "metadata.uid", "the API server sets it")
	f.refuse(m.ResourceVersion != "", "metadata.resourceVersion", "the API server sets it")
	f.finalizers("metadata", m)
}

func (f file) finalizers(at string, m *metav1.ObjectMeta) {
	f.refuse(len(m.Finalizers) > 0, at+".finalizers", "what is deleted must go: the next step waits for it")
}

func (f file) document(c *corev1.ConfigMap) {
	_, set := c.Data[contract.DocumentKey]
	_, binary := c.BinaryData[contract.DocumentKey]
	f.refuse(set || binary, "data."+contract.DocumentKey, "the operator writes the Workflow there")
}

func (f file) secret(s *corev1.Secret) {
	_, data := s.Data[v1alpha1.SecretKey]
	_, text := s.StringData[v1alpha1.SecretKey]
	f.refuse(data || text, "data."+v1alpha1.SecretKey, "every workflow has a secret of its own")
}

func (f file) claim(c *corev1.PersistentVolumeClaimSpec) {
	if len(c.AccessModes) == 0 {
		f.wrong("spec.accessModes: want one, such as ReadWriteOnce")
	}
	for _, mode := range c.AccessModes {
		if !slices.Contains(accessModes, mode) {
			f.wrong("spec.accessModes: %q is no access mode: want ReadWriteOnce, ReadWriteOncePod or ReadWriteMany", mode)
		}
	}
	if len(c.AccessModes) > 0 && !slices.ContainsFunc(c.AccessModes, writes) {
		f.wrong("spec.accessModes: want one that lets the steps write, such as ReadWriteOnce")
	}
	f.refuse(c.VolumeMode != nil && *c.VolumeMode != corev1.PersistentVolumeFilesystem, "spec.volumeMode",
		"the steps need a volume that holds files")
	if q := c.Resources.Requests[corev1.ResourceStorage]; q.Sign() <= 0 {
		f.wrong("spec.resources.requests.storage: want a size, such as 1Gi")
	}
	f.refuse(c.VolumeName != "", "spec.volumeName", "every workflow has a volume of its own")
}

var accessModes = []corev1.PersistentVolumeAccessMode{
	corev1.ReadWriteOnce, corev1.ReadWriteOncePod, corev1.ReadWriteMany, corev1.ReadOnlyMany,
}

func writes(mode corev1.PersistentVolumeAccessMode) bool { return mode != corev1.ReadOnlyMany }
