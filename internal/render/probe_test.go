// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func probeOf(r *Renderer, denied bool) *batchv1.Job {
	return r.Probe(Probe{
		Namespace: "ocean-compute", Name: "probe-x", Part: "part", Denied: denied, Image: "operator-engine:v0.1.0",
		Command: []string{"/manager"}, Args: []string{"probe"}, Deadline: time.Minute,
	})
}

// What proves something about algorithms runs where they run, with the network that they would have.
func TestAProbeRunsAsTheAlgorithmsTemplateSays(t *testing.T) {
	r := renderer(t, ours(), nil)
	template := r.templates.jobs[v1alpha1.StepAlgorithm]
	template.Spec.Template.Labels = map[string]string{"mesh": "none", v1alpha1.LabelNetwork: "Allowed"}
	pod := &template.Spec.Template.Spec
	pod.RuntimeClassName, pod.DNSPolicy = new("gvisor"), corev1.DNSDefault
	pod.Tolerations = []corev1.Toleration{{Key: "gpu", Operator: corev1.TolerationOpExists}}
	pod.InitContainers = []corev1.Container{{Name: "helper"}}
	pod.SecurityContext.RunAsUser = new(int64)

	job := probeOf(r, true)
	got := job.Spec.Template.Spec
	if *got.RuntimeClassName != "gvisor" || got.DNSPolicy != corev1.DNSDefault || !cmp.Equal(got.Tolerations, pod.Tolerations) {
		t.Errorf("it runs elsewhere: %+v", got)
	}
	if got.Affinity == nil || len(got.ImagePullSecrets) != 1 || got.ServiceAccountName != "ocean-jobs" {
		t.Errorf("the settings do not hold for it: %+v", got)
	}
	if len(got.InitContainers) > 0 || len(got.Volumes) > 0 || *got.SecurityContext.RunAsUser == 0 {
		t.Errorf("it has what is not for it: %+v", got)
	}
	if job.Spec.Template.Labels["mesh"] != "none" || job.Spec.Template.Labels[v1alpha1.LabelNetwork] != "" {
		t.Errorf("its labels are %v", job.Spec.Template.Labels)
	}
	if len(pod.InitContainers) != 1 {
		t.Error("the template was changed")
	}
}

func TestAProbeIsNoWorkflowsAndOneOfThemIsLabelledLikeAnAlgorithm(t *testing.T) {
	r := renderer(t, ours(), nil)
	for denied, component := range map[bool]string{true: "algorithm", false: "probe"} {
		job := probeOf(r, denied)
		if got := job.Spec.Template.Labels[v1alpha1.LabelComponent]; got != component || job.Labels[v1alpha1.LabelComponent] != "probe" {
			t.Errorf("the component is %s, and %s on the Job", got, job.Labels[v1alpha1.LabelComponent])
		}
		for _, label := range []string{v1alpha1.LabelWorkflow, v1alpha1.LabelWorkflowUID} {
			if job.Labels[label]+job.Spec.Template.Labels[label] != "" || len(job.OwnerReferences) > 0 {
				t.Errorf("it has the label %s", label)
			}
		}
	}
}

// The scheduler brings them together, so that taints, room and the template's own rules hold, as they would not with the name of
// a node.
func TestAProbeRunsBesideAnotherWhateverKeepsAlgorithmsApart(t *testing.T) {
	r := renderer(t, ours(), map[string]string{"NODE_SELECTOR": "compute"})
	apart := corev1.PodAffinityTerm{LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "algorithm"}}, TopologyKey: corev1.LabelHostname}
	near := corev1.PodAffinityTerm{LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "cache"}}, TopologyKey: corev1.LabelTopologyZone}
	pod := &r.templates.jobs[v1alpha1.StepAlgorithm].Spec.Template.Spec
	pod.Affinity = &corev1.Affinity{
		PodAffinity:     &corev1.PodAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{near}},
		PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{apart}},
	}
	pod.TopologySpreadConstraints = []corev1.TopologySpreadConstraint{{MaxSkew: 1, TopologyKey: corev1.LabelHostname, WhenUnsatisfiable: corev1.DoNotSchedule}}
	other := corev1.PodAffinityTerm{
		LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"batch.kubernetes.io/job-name": "isolation-listener-x"}}, TopologyKey: "kubernetes.io/hostname",
	}
	for beside, want := range map[string][]corev1.PodAffinityTerm{"": {near}, "isolation-listener-x": {other}} {
		got := r.Probe(Probe{Namespace: "ocean-compute", Name: "isolation-denied-x", Beside: beside}).Spec.Template.Spec
		if diff := cmp.Diff(want, got.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution); diff != "" {
			t.Error(diff)
		}
		if got.Affinity.PodAntiAffinity != nil || got.TopologySpreadConstraints != nil || got.NodeName != "" || got.Affinity.NodeAffinity == nil {
			t.Errorf("it runs elsewhere: %+v", got)
		}
	}
	if pod.Affinity.PodAntiAffinity == nil || len(pod.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution) != 1 {
		t.Error("the template was changed")
	}
	got := renderer(t, ours(), nil).Probe(Probe{Namespace: "ocean-compute", Name: "isolation-denied-x", Beside: "isolation-listener-x"})
	if diff := cmp.Diff([]corev1.PodAffinityTerm{other}, got.Spec.Template.Spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution); diff != "" {
		t.Error(diff)
	}
}

// Nobody needs to take a probe away whose operator died.
func TestAProbeEndsAndGoesByItself(t *testing.T) {
	spec := probeOf(renderer(t, ours(), nil), true).Spec
	if *spec.ActiveDeadlineSeconds != 60 || *spec.TTLSecondsAfterFinished != 60 || *spec.BackoffLimit != 0 {
		t.Errorf("its limits are %+v", spec)
	}
}

// What is found out about a volume holds for those of workflows, and nothing is written to it.
func TestAProbesVolumeIsLikeThoseOfWorkflowsAndGoesWithItsJob(t *testing.T) {
	dir := withTemplate(t, "data-claim.yaml", replace("kind: PersistentVolumeClaim\n", "kind: PersistentVolumeClaim\nmetadata: {annotations: {tier: slow}}\n"))
	r := renderer(t, dir, map[string]string{"STORAGE_CLASS": "fast"})
	p := Probe{Namespace: "ocean-compute", Name: "isolation-usage-x", Part: "usage", Claim: "isolation-usage-y", Image: "operator"}
	job := r.Probe(p)
	job.UID = "of-the-job"
	claim, workflows := r.ProbeClaim(p, job), r.DataClaim(twoStages())
	if claim.Name != p.Claim || *claim.Spec.StorageClassName != "fast" || claim.Annotations["tier"] != "slow" || !cmp.Equal(claim.Spec.AccessModes, workflows.Spec.AccessModes) {
		t.Errorf("it is another kind of claim: %+v", claim)
	}
	if size := claim.Spec.Resources.Requests[corev1.ResourceStorage]; size.String() != "1Gi" {
		t.Errorf("it asks for %s", size.String())
	}
	if owner := claim.OwnerReferences; len(owner) != 1 || owner[0].UID != job.UID || owner[0].BlockOwnerDeletion != nil {
		t.Errorf("it belongs to %+v", owner)
	}
	if claim.Labels[v1alpha1.LabelProbe] != "usage" || claim.Labels[v1alpha1.LabelWorkflow]+claim.Labels[v1alpha1.LabelWorkflowUID] != "" {
		t.Errorf("its labels are %v", claim.Labels)
	}
	pod := job.Spec.Template.Spec
	if len(pod.Volumes) != 1 || pod.Volumes[0].PersistentVolumeClaim.ClaimName != p.Claim || !pod.Containers[0].VolumeMounts[0].ReadOnly {
		t.Errorf("it mounts %+v %+v", pod.Volumes, pod.Containers[0].VolumeMounts)
	}
}

func TestOnlyAnAlgorithmThatIsGivenANetworkIsLabelledSo(t *testing.T) {
	dir := ours()
	for network, want := range map[v1alpha1.Network]string{
		"": "", v1alpha1.NetworkNone: "", v1alpha1.NetworkLoopback: "", "Mesh": "", v1alpha1.NetworkAllowed: "Allowed",
	} {
		r, wf := renderer(t, dir, nil), twoStages()
		for _, template := range r.templates.jobs {
			template.Spec.Template.Labels = map[string]string{v1alpha1.LabelNetwork: "Allowed"} // A template must not open anything.
		}
		wf.Spec.Stages[0].Compute.Network = network
		for _, run := range []Run{
			{Kind: v1alpha1.StepConfigure, Attempt: 1}, {Kind: v1alpha1.StepAlgorithm, Stage: "clean", Attempt: 1},
			{Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 1}, {Kind: v1alpha1.StepFilter, Attempt: 1},
		} {
			expected := ""
			if run.Stage == "clean" {
				expected = want
			}
			if got := mustJob(t, r, wf, run).Spec.Template.Labels[v1alpha1.LabelNetwork]; got != expected {
				t.Errorf("network %q, %s %s: the label is %q", network, run.Kind, run.Stage, got)
			}
		}
	}
}
