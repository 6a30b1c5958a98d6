// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// reserved are the names of the operator's volumes, whether a step has them or not.
var reserved = []string{volumeData, volumeAdminLogs, volumeWorkflow}

// added are the volumes that the operator adds to each step's pod.
var added = map[string][]string{
	"configure-job.yaml": {volumeData, volumeAdminLogs, volumeWorkflow},
	"algorithm-job.yaml": {volumeData},
	"filter-job.yaml":    {volumeData, volumeAdminLogs},
	"publish-job.yaml":   {volumeData, volumeAdminLogs},
}

func (f file) volumes(at string, p *corev1.PodSpec) {
	there := slices.Clone(added[f.name])
	for _, v := range p.Volumes {
		if slices.Contains(reserved, v.Name) || strings.HasPrefix(v.Name, claimVolume) {
			f.wrong("%svolumes: %q must not be there: the operator adds a volume of this name", at, v.Name)
			continue
		}
		there = append(there, v.Name)
	}
	for _, c := range p.InitContainers {
		f.mounts(at+"initContainers["+c.Name+"].", c.VolumeMounts, there)
	}
	for _, c := range p.Containers {
		f.mounts(at+"containers["+c.Name+"].", c.VolumeMounts, there)
	}
}

// mounts refuses what the API server would refuse of every Job that is made from the template.
func (f file) mounts(at string, mounts []corev1.VolumeMount, there []string) {
	for _, m := range mounts {
		if !path.IsAbs(m.MountPath) {
			f.wrong("%svolumeMounts[%s].mountPath: want a path that begins with /, not %q", at, m.Name, m.MountPath)
		}
		if !slices.Contains(there, m.Name) {
			f.wrong("%svolumeMounts: there is no volume %q: want one of %s", at, m.Name, strings.Join(there, ", "))
		}
	}
}

// taken refuses mounts of the main container where the operator has its own.
func (f file) taken(at string, mounts []corev1.VolumeMount) {
	for _, m := range mounts {
		switch path.Clean(m.MountPath) {
		case contract.Root, contract.MountInputs, contract.MountTransformations, contract.MountDDOs,
			contract.MountOutputs, contract.MountLogs, contract.MountAdminLogs, contract.MountRunner,
			path.Dir(contract.MountDocument), contract.MountClaims:
			f.wrong("%svolumeMounts: %q must not be there: the operator mounts something at this path", at, m.MountPath)
		}
	}
}
