// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Probe is a pod that finds out whether pods like an algorithm's are isolated.
type Probe struct {
	Namespace, Name string
	// Part is what it does, the value of LabelProbe.
	Part string
	// Denied gives it the labels by which the policy selects an algorithm's pod.
	Denied bool
	// Image, Command and Args are the program's.
	Image         string
	Command, Args []string
	// Beside is the name of the Job on whose pod's node it runs. Empty: the scheduler finds one.
	Beside string
	// Claim is the claim that it mounts at ProbeVolume, read-only. Empty: none.
	Claim string
	// Deadline is when it ends at the latest, and how long it is kept after that.
	Deadline time.Duration
}

// ProbeVolume is where a probe finds the volume of its claim.
const ProbeVolume = "/volume"

// The most that the program needs. It is the operator's own, of which only a small part is run.
var (
	probeRequests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("32Mi")}
	probeLimits   = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m"), corev1.ResourceMemory: resource.MustParse("128Mi")}
	// crowdMemory is for thousands of threads, 40 KiB each as measured, of which half is the kernel's.
	crowdMemory = resource.MustParse("512Mi")
	// probeVolumeSize is what every driver makes, and what a Workflow has that says nothing.
	probeVolumeSize = resource.MustParse("1Gi")
)

// Probe is the Job of a probe. Whatever the algorithm's template and RUNTIME_CLASS say of where its pod runs and of its network holds
// for the probe, so that it proves something; the template's helpers, volumes and privileges do not.
func (r *Renderer) Probe(p Probe) *batchv1.Job {
	d := newDraft(r.templates.jobs[v1alpha1.StepAlgorithm])
	if d == nil {
		d = &draft{job: &batchv1.Job{}}
		d.pod = &d.job.Spec.Template.Spec
	}
	labels := map[string]string{
		v1alpha1.LabelProbe: p.Part, v1alpha1.LabelComponent: v1alpha1.ComponentProbe, v1alpha1.LabelManagedBy: v1alpha1.ManagedBy,
	}
	d.job.Name, d.job.Namespace = p.Name, p.Namespace
	label(&d.job.ObjectMeta, labels)
	if p.Denied {
		labels[v1alpha1.LabelComponent], labels["component"] = string(v1alpha1.StepAlgorithm), string(v1alpha1.StepAlgorithm)
	}
	pod := &d.job.Spec.Template.ObjectMeta
	label(pod, labels)
	delete(pod.Labels, v1alpha1.LabelNetwork)

	seconds := int64(p.Deadline / time.Second)
	d.job.Spec.BackoffLimit, d.job.Spec.ActiveDeadlineSeconds = new(int32), &seconds
	d.job.Spec.TTLSecondsAfterFinished = new(int32(seconds))
	d.pod.RestartPolicy, d.pod.TerminationGracePeriodSeconds = corev1.RestartPolicyNever, new(int64(1))
	d.pod.AutomountServiceAccountToken, d.pod.EnableServiceLinks = new(false), new(false)
	d.pod.InitContainers, d.pod.Volumes, d.pod.SecurityContext = nil, nil, probeUser()
	d.pod.Containers = []corev1.Container{{
		Name: MainContainer, Image: p.Image, Command: p.Command, Args: p.Args,
		Resources:                corev1.ResourceRequirements{Requests: probeRequests, Limits: probeLimits},
		TerminationMessagePolicy: corev1.TerminationMessageReadFile,
		SecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: new(false), ReadOnlyRootFilesystem: new(true), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
	}}
	d.main = &d.pod.Containers[0]
	if p.Claim != "" {
		d.claim("volume", p.Claim)
		d.main.Resources.Limits = corev1.ResourceList{corev1.ResourceCPU: probeLimits[corev1.ResourceCPU], corev1.ResourceMemory: crowdMemory}
		d.mount(corev1.VolumeMount{Name: "volume", MountPath: ProbeVolume, ReadOnly: true})
	}
	if class := r.settings.RuntimeClass; class != "" {
		d.pod.RuntimeClassName = &class
	}
	r.place(d)
	gather(d.pod, p.Beside)
	return d.job
}

// gather brings a probe to the node of another one, as what pods of one node can send each other never leaves it. How the
// template has algorithms keep apart is left out: it would have probes keep apart from each other, which have its labels.
func gather(pod *corev1.PodSpec, beside string) {
	pod.TopologySpreadConstraints = nil
	if pod.Affinity != nil {
		pod.Affinity.PodAntiAffinity = nil
	}
	if beside == "" {
		return
	}
	if pod.Affinity == nil {
		pod.Affinity = &corev1.Affinity{}
	}
	if pod.Affinity.PodAffinity == nil {
		pod.Affinity.PodAffinity = &corev1.PodAffinity{}
	}
	// What else the template requires the other's node has met already. And of several terms the scheduler asks each pod that it
	// counts to meet all.
	pod.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution = []corev1.PodAffinityTerm{{
		LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{batchv1.JobNameLabel: beside}}, TopologyKey: corev1.LabelHostname,
	}}
}

// ProbeClaim is the claim of a probe, as small as a volume of a workflow may be. It belongs to the probe's Job and goes with it,
// also where nobody takes it away.
func (r *Renderer) ProbeClaim(p Probe, job *batchv1.Job) *corev1.PersistentVolumeClaim {
	claim := r.templates.dataClaim.DeepCopy()
	claim.Name, claim.Namespace = p.Claim, p.Namespace
	label(&claim.ObjectMeta, map[string]string{
		v1alpha1.LabelProbe: p.Part, v1alpha1.LabelComponent: v1alpha1.ComponentProbe, v1alpha1.LabelManagedBy: v1alpha1.ManagedBy,
	})
	claim.OwnerReferences = []metav1.OwnerReference{{APIVersion: "batch/v1", Kind: "Job", Name: job.Name, UID: job.UID}}
	if class := r.settings.StorageClass; class != "" {
		claim.Spec.StorageClassName = &class
	}
	put(&claim.Spec.Resources.Requests, corev1.ResourceStorage, probeVolumeSize)
	claim.Spec.Resources.Limits = nil
	return claim
}

// probeUser is what the restricted standard asks of a pod, whatever the provider lets algorithms do.
func probeUser() *corev1.PodSecurityContext {
	const nonroot = 65532
	return &corev1.PodSecurityContext{
		RunAsNonRoot: new(true), RunAsUser: new(int64(nonroot)), RunAsGroup: new(int64(nonroot)),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}
