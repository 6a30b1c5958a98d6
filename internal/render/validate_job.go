// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"maps"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// job refuses what would make a Job run anything but one pod once, or vanish before the operator has looked at it.
func (f file) job(j *batchv1.JobSpec) {
	if j.BackoffLimit == nil || *j.BackoffLimit != 0 {
		f.wrong("spec.backoffLimit: want 0: the operator decides what is tried again, as a new Job")
	}
	one := func(n *int32) bool { return n == nil || *n == 1 }
	f.refuse(!one(j.Parallelism), "spec.parallelism", "a Job runs one pod once")
	f.refuse(!one(j.Completions), "spec.completions", "a Job runs one pod once")
	f.refuse(j.CompletionMode != nil && *j.CompletionMode != batchv1.NonIndexedCompletion, "spec.completionMode",
		"a Job runs one pod once")
	f.refuse(j.BackoffLimitPerIndex != nil, "spec.backoffLimitPerIndex", "a Job runs one pod once")
	f.refuse(j.MaxFailedIndexes != nil, "spec.maxFailedIndexes", "a Job runs one pod once")
	f.refuse(j.PodFailurePolicy != nil, "spec.podFailurePolicy",
		"it makes pods anew or hides how they ended; the operator decides by the pod's own status")
	f.refuse(j.SuccessPolicy != nil, "spec.successPolicy", "the operator decides by the pod's own status")
	f.refuse(j.TTLSecondsAfterFinished != nil, "spec.ttlSecondsAfterFinished",
		"a Job must not vanish before the operator has seen how it ended")
	f.refuse(j.ActiveDeadlineSeconds != nil, "spec.activeDeadlineSeconds", "the operator adds up the limits of the step")
	f.refuse(j.Suspend != nil && *j.Suspend, "spec.suspend", "nobody would resume the Job")
	f.refuse(j.ManagedBy != nil, "spec.managedBy", "the cluster's own Job controller must run it")
	f.refuse(j.Selector != nil || j.ManualSelector != nil, "spec.selector", "Kubernetes chooses it")
	f.finalizers("spec.template.metadata", &j.Template.ObjectMeta)
}

// filterFile is the one template that may have a command: the image is the provider's, and so is what runs in it.
const filterFile = "filter-job.yaml"

func (f file) pod(p *corev1.PodSpec) {
	const at = "spec.template.spec."
	if p.RestartPolicy != corev1.RestartPolicyNever {
		f.wrong("%srestartPolicy: want Never: the operator decides what is tried again, as a new Job", at)
	}
	if p.AutomountServiceAccountToken == nil || *p.AutomountServiceAccountToken {
		f.wrong("%sautomountServiceAccountToken: want false: no step needs the Kubernetes API, and an algorithm must not "+
			"reach it", at)
	}
	f.refuse(p.ServiceAccountName != "" || p.DeprecatedServiceAccount != "", at+"serviceAccountName",
		"it is the setting SERVICE_ACCOUNT")
	f.refuse(p.ActiveDeadlineSeconds != nil, at+"activeDeadlineSeconds", "the operator adds up the limits of the step")
	f.refuse(len(p.EphemeralContainers) > 0, at+"ephemeralContainers", "Kubernetes takes them for a pod that runs only")
	f.volumes(at, p)
	f.containers(at, p)
	if slices.Contains(confinedFiles, f.name) {
		f.processes(at, p)
	}
}

func (f file) containers(at string, p *corev1.PodSpec) {
	names := map[string]bool{}
	for _, c := range slices.Concat(p.InitContainers, p.Containers) {
		if names[c.Name] {
			f.wrong("%scontainers: two of them are named %q", at, c.Name)
		}
		names[c.Name] = true
	}
	for _, c := range p.InitContainers {
		if c.Image == "" {
			f.wrong("%sinitContainers[%s].image: want an image", at, c.Name)
		}
		if r := c.RestartPolicy; r != nil && !slices.Contains(restartPolicies, *r) {
			f.wrong("%sinitContainers[%s].restartPolicy: %q is none: want Always for a helper that runs beside the main container, or nothing", at, c.Name, *r)
		}
	}
	for _, c := range slices.Concat(p.InitContainers, p.Containers) {
		f.resources(at+"containers["+c.Name+"].resources.", c.Resources)
	}
	main := mainContainer(p)
	if main == nil {
		f.wrong("%scontainers: want one that is named %q", at, MainContainer)
	} else {
		f.main(at+"containers["+MainContainer+"].", main)
	}
	for _, c := range p.Containers {
		if c.Name != MainContainer {
			f.wrong("%scontainers: %q must not be there: the Job would never end, as a pod ends with the last of its "+
				"containers; make it an init container with restartPolicy: Always", at, c.Name)
		}
	}
}

var restartPolicies = []corev1.ContainerRestartPolicy{
	corev1.ContainerRestartPolicyAlways, corev1.ContainerRestartPolicyOnFailure, corev1.ContainerRestartPolicyNever,
}

// resources refuses names that no node has: their pods would wait for ever, or be refused.
func (f file) resources(at string, r corev1.ResourceRequirements) {
	for _, name := range slices.Sorted(maps.Keys(r.Requests)) {
		f.resource(at+"requests", name)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Limits)) {
		f.resource(at+"limits", name)
	}
}

func (f file) resource(at string, name corev1.ResourceName) {
	switch name {
	case corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage:
		return
	}
	if s := string(name); !strings.Contains(s, "/") && !strings.HasPrefix(s, corev1.ResourceHugePagesPrefix) {
		f.wrong("%s: %q is no resource: want cpu, memory, ephemeral-storage, or the full name of a device such as nvidia.com/gpu", at, s)
	}
}

func (f file) main(at string, c *corev1.Container) {
	const reason = "the operator sets it for each step"
	f.refuse(c.Image != "", at+"image", reason)
	f.refuse(c.ImagePullPolicy != "", at+"imagePullPolicy", "it is the setting PULL_POLICY")
	if f.name != filterFile {
		f.refuse(len(c.Command) > 0, at+"command", reason)
		f.refuse(len(c.Args) > 0, at+"args", reason)
	}
	f.refuse(c.TerminationMessagePath != "" && c.TerminationMessagePath != terminationLog, at+"terminationMessagePath",
		"the programs write to "+terminationLog)
	f.refuse(c.RestartPolicy != nil || len(c.RestartPolicyRules) > 0, at+"restartPolicy",
		"the operator decides what is tried again, as a new Job")
	f.refuse(c.LivenessProbe != nil, at+"livenessProbe", "it would end an algorithm that is only busy")
	f.refuse(c.StartupProbe != nil, at+"startupProbe", "it would end an algorithm that is only busy")
	f.taken(at, c.VolumeMounts)
}
