// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"path"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// MainContainer is the name of the container that a Job is about; others of the pod are the provider's helpers.
const MainContainer = "workflow-executor"

// The volumes that the operator adds. A template's helpers may mount them by these names.
const (
	volumeData      = "data"
	volumeAdminLogs = "adminlogs"
	volumeWorkflow  = "workflow"
	// claimVolume is followed by a number, for the claims that a Workflow names.
	claimVolume = "claim-"
)

// draft is a Job in the making, with short ways to its parts.
type draft struct {
	job  *batchv1.Job
	pod  *corev1.PodSpec
	main *corev1.Container
}

// newDraft copies the template, so that nothing is written to it. It is nil for a template without a main container,
// which Load refuses.
func newDraft(template *batchv1.Job) *draft {
	if template == nil {
		return nil
	}
	job := template.DeepCopy()
	pod := &job.Spec.Template.Spec
	main := mainContainer(pod)
	if main == nil {
		return nil
	}
	return &draft{job: job, pod: pod, main: main}
}

func mainContainer(pod *corev1.PodSpec) *corev1.Container {
	for i := range pod.Containers {
		if pod.Containers[i].Name == MainContainer {
			return &pod.Containers[i]
		}
	}
	return nil
}

// slack is for what happens between the limits of a step: containers are made, statuses are written.
const slack = time.Minute

// deadline makes the Job's own time limit out of all that the step is allowed. It is a backstop for the time in which
// the operator is away, so it must never come before the limits that are kept elsewhere.
func (d *draft) deadline(parts ...time.Duration) {
	sum := slack
	for _, part := range parts {
		sum += part
	}
	seconds := int64(sum / time.Second)
	d.job.Spec.ActiveDeadlineSeconds = &seconds
}

func (d *draft) env(vars ...corev1.EnvVar) { d.main.Env = setEnv(d.main.Env, vars) }

func (d *draft) claim(volume, name string) {
	d.pod.Volumes = append(d.pod.Volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: name},
	}})
}

func (d *draft) data(wf *v1alpha1.Workflow) { d.claim(volumeData, DataClaimName(wf)) }

// adminLogs adds the admin logs' volume and mounts it. Its place lies on the data volume, so there must be a directory
// for it: the runtime makes it in configure's pod, where the data volume may be written, and finds it in the later ones.
func (d *draft) adminLogs(wf *v1alpha1.Workflow) {
	d.claim(volumeAdminLogs, AdminLogsClaimName(wf))
	d.mount(corev1.VolumeMount{Name: volumeAdminLogs, MountPath: contract.MountAdminLogs})
}

func (d *draft) document(wf *v1alpha1.Workflow) {
	d.pod.Volumes = append(d.pod.Volumes, corev1.Volume{Name: volumeWorkflow, VolumeSource: corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: DocumentName(wf)}},
	}})
	d.mount(corev1.VolumeMount{Name: volumeWorkflow, MountPath: path.Dir(contract.MountDocument), ReadOnly: true})
}

func (d *draft) mount(mounts ...corev1.VolumeMount) {
	d.main.VolumeMounts = append(d.main.VolumeMounts, mounts...)
}

// readOnly and writable are parts of the data volume.
func readOnly(subPath, mountPath string) corev1.VolumeMount {
	return corev1.VolumeMount{Name: volumeData, SubPath: subPath, MountPath: mountPath, ReadOnly: true}
}

func writable(subPath, mountPath string) corev1.VolumeMount {
	return corev1.VolumeMount{Name: volumeData, SubPath: subPath, MountPath: mountPath}
}
