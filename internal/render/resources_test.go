// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// amounts is a list of quantities, written short.
func amounts(pairs ...string) corev1.ResourceList {
	list := corev1.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		list[corev1.ResourceName(pairs[i])] = resource.MustParse(pairs[i+1])
	}
	return list
}

// ofConsumer is a list as a Workflow has it.
func ofConsumer(list corev1.ResourceList) v1alpha1.ResourceList {
	amounts := v1alpha1.ResourceList{}
	for name, q := range list {
		amounts[name] = v1alpha1.Quantity{Quantity: q}
	}
	return amounts
}

func asked(requests, limits corev1.ResourceList) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: requests, Limits: limits}
}

var sameAmounts = cmp.Transformer("amounts", func(l corev1.ResourceList) map[string]string {
	m := map[string]string{}
	for name, q := range l {
		m[string(name)] = q.String()
	}
	return m
})

func TestTheConsumersResourcesTakeThePlaceOfTheTemplates(t *testing.T) {
	tests := []struct {
		name             string
		template         corev1.ResourceRequirements
		requests, limits corev1.ResourceList
		want             corev1.ResourceRequirements
	}{
		{
			"nothing asked", asked(amounts("cpu", "1"), amounts("cpu", "2")), nil, nil,
			asked(amounts("cpu", "1"), amounts("cpu", "2")),
		},
		{
			"a request above the template's limit", asked(amounts("memory", "1Gi"), amounts("memory", "2Gi", "cpu", "1")),
			amounts("memory", "4Gi"), nil, asked(amounts("memory", "4Gi"), amounts("memory", "4Gi", "cpu", "1")),
		},
		{
			"a request below the template's limit", asked(amounts("memory", "1Gi"), amounts("memory", "2Gi")),
			amounts("memory", "64Mi"), nil, asked(amounts("memory", "64Mi"), amounts("memory", "2Gi")),
		},
		{
			"a request of nothing", asked(amounts("memory", "1Gi"), amounts("memory", "2Gi")),
			amounts("memory", "0"), nil, asked(amounts("memory", "0"), amounts("memory", "2Gi")),
		},
		{
			"a limit above the template's", asked(amounts("memory", "1Gi"), amounts("memory", "2Gi")),
			amounts("memory", "3Gi"), amounts("memory", "8Gi"), asked(amounts("memory", "3Gi"), amounts("memory", "8Gi")),
		},
		{
			"a limit below the template's request", asked(amounts("memory", "1Gi"), nil), nil, amounts("memory", "64Mi"),
			asked(nil, amounts("memory", "64Mi")),
		},
		{
			"a device that is only requested", asked(nil, nil), amounts("nvidia.com/gpu", "1"), nil,
			asked(amounts("nvidia.com/gpu", "1"), amounts("nvidia.com/gpu", "1")),
		},
		{
			"a device with two numbers", asked(nil, nil), amounts("nvidia.com/gpu", "1"), amounts("nvidia.com/gpu", "2"),
			asked(amounts("nvidia.com/gpu", "2"), amounts("nvidia.com/gpu", "2")),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := stageResources(tt.template, v1alpha1.ComputeResources{
				Requests: ofConsumer(tt.requests), Limits: ofConsumer(tt.limits),
			})
			if diff := cmp.Diff(tt.want, got, sameAmounts); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConfigureAsksForTheLargestOfEverything(t *testing.T) {
	for carry, want := range map[string]corev1.ResourceRequirements{
		"true": asked(amounts("cpu", "2", "memory", "4Gi", "nvidia.com/gpu", "1"), amounts("memory", "4Gi", "nvidia.com/gpu", "1")),
		"no":   asked(amounts("cpu", "50m", "memory", "64Mi"), amounts("memory", "512Mi")),
	} {
		r := renderer(t, ours(), map[string]string{"CARRY_REQUESTS": carry})
		got := mainOf(t, mustJob(t, r, twoStages(), Run{Kind: v1alpha1.StepConfigure, Attempt: 1})).Resources
		if diff := cmp.Diff(want, got, sameAmounts); diff != "" {
			t.Errorf("CARRY_REQUESTS=%s (-want +got):\n%s", carry, diff)
		}
	}
}

func TestConfigureGoesWhereTheAlgorithmGoes(t *testing.T) {
	dir := withTemplate(t, "algorithm-job.yaml", replace("      restartPolicy: Never\n", `      restartPolicy: Never
      nodeSelector: {pool: gpu}
      runtimeClassName: nvidia
      tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions: [{key: zone, operator: In, values: [a]}]
            - matchExpressions: [{key: zone, operator: In, values: [b]}]
`))
	for carry, want := range map[string]bool{"true": true, "false": false} {
		r := renderer(t, dir, map[string]string{"CARRY_REQUESTS": carry})
		pod := mustJob(t, r, twoStages(), Run{Kind: v1alpha1.StepConfigure, Attempt: 1}).Spec.Template.Spec
		if got := pod.NodeSelector["pool"] == "gpu" && len(pod.Tolerations) == 1 && pod.RuntimeClassName != nil; got != want {
			t.Errorf("CARRY_REQUESTS=%s: %v %v %v", carry, pod.NodeSelector, pod.Tolerations, pod.RuntimeClassName)
		}
		terms := pod.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
		for _, term := range terms {
			if last := term.MatchExpressions[len(term.MatchExpressions)-1]; last.Key != "scope" {
				t.Errorf("a node without the label scope would do: %v", terms)
			}
		}
		if got := len(terms) == 2; got != want {
			t.Errorf("CARRY_REQUESTS=%s: %v", carry, terms)
		}
	}
}

func TestAnAlgorithmRunsInTheConsumersRuntimeClassOrTheProvidersOrTheTemplates(t *testing.T) {
	templated := withTemplate(t, "algorithm-job.yaml", replace("      restartPolicy: Never\n", "      restartPolicy: Never\n      runtimeClassName: of-the-template\n"))
	for _, tc := range []struct {
		name, setting, field string
		dir                  fs.FS
		want                 *string
	}{
		{"nobody says anything", "", "", ours(), nil},
		{"the template", "", "", templated, new("of-the-template")},
		{"the provider", "gvisor", "", templated, new("gvisor")},
		{"the consumer", "gvisor", "kata", templated, new("kata")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wf := twoStages()
			wf.Spec.Stages[0].Compute.RuntimeClassName = tc.field
			r := renderer(t, tc.dir, map[string]string{"RUNTIME_CLASS": tc.setting})
			for _, run := range []Run{firstAlgorithm, {Kind: v1alpha1.StepConfigure, Attempt: 1}} { // Configure goes to the same nodes.
				got := mustJob(t, r, wf, run).Spec.Template.Spec.RuntimeClassName
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", run.Kind, diff)
				}
			}
			if probe := r.Probe(Probe{Name: "probe"}).Spec.Template.Spec.RuntimeClassName; tc.field == "" && !cmp.Equal(probe, tc.want) {
				t.Errorf("a probe runs in %v", probe)
			}
			if got := mustJob(t, r, wf, Run{Kind: v1alpha1.StepPublish, Attempt: 1}).Spec.Template.Spec.RuntimeClassName; got != nil {
				t.Errorf("publish runs in %s", *got)
			}
		})
	}
}

// The kernel, the kubelet and the API server take a limit of nothing for no limit, and no limit is what a node has.
func TestAnAlgorithmThatAsksForNothingHasLimits(t *testing.T) {
	for name, asked := range map[string]v1alpha1.ComputeResources{
		"nothing":          {},
		"requests only":    {Requests: ofConsumer(amounts("cpu", "1m", "memory", "1", "ephemeral-storage", "0"))},
		"another resource": {Limits: ofConsumer(amounts("nvidia.com/gpu", "1"))},
	} {
		wf := twoStages()
		wf.Spec.Stages[0].Compute.Resources = asked
		limits := mainOf(t, mustJob(t, renderer(t, ours(), nil), wf, firstAlgorithm)).Resources.Limits
		for _, resource := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage} {
			if q := limits[resource]; q.Sign() <= 0 {
				t.Errorf("%s: its limit of %s is %s", name, resource, q.String())
			}
		}
	}
}

// What the other steps read was chosen by others, too. Theirs are the template's, whatever it says.
func TestNoStepHasAllTheMemoryOfItsNodeUnlessItsTemplateSaysSo(t *testing.T) {
	for _, kind := range []v1alpha1.StepKind{v1alpha1.StepConfigure, v1alpha1.StepFilter, v1alpha1.StepPublish} {
		if q := mainOf(t, mustJob(t, renderer(t, ours(), nil), twoStages(), Run{Kind: kind, Attempt: 1})).Resources.Limits[corev1.ResourceMemory]; q.Sign() <= 0 {
			t.Errorf("%s: its limit of memory is %s", kind, q.String())
		}
	}
	filter := Run{Kind: v1alpha1.StepFilter, Attempt: 1}
	got := mainOf(t, mustJob(t, renderer(t, ours(), nil), twoStages(), filter)).Resources
	want := asked(amounts("cpu", "100m", "memory", "128Mi", "ephemeral-storage", "0"), amounts("memory", "1Gi", "ephemeral-storage", "2Gi"))
	if diff := cmp.Diff(want, got, sameAmounts); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	dir := withTemplate(t, "filter-job.yaml", replace("            memory: 1Gi\n", "            memory: 8Gi\n"))
	got = mainOf(t, mustJob(t, renderer(t, dir, nil), twoStages(), filter)).Resources
	if q := got.Limits[corev1.ResourceMemory]; q.String() != "8Gi" {
		t.Errorf("the template's limit of 8Gi became %s", q.String())
	}
	dir = withTemplate(t, "filter-job.yaml", replace("          limits:\n            memory: 1Gi\n", "          limits:\n"))
	got = mainOf(t, mustJob(t, renderer(t, dir, nil), twoStages(), filter)).Resources
	if q, limited := got.Limits[corev1.ResourceMemory]; limited {
		t.Errorf("where the template has no limit, it is %s", q.String())
	}
}

// A GPU, or any other device, is asked for by its name and found in the pod as it was asked for.
func TestDevicesPassThrough(t *testing.T) {
	wf := twoStages()
	wf.Spec.Stages[0].Compute.Resources = v1alpha1.ComputeResources{
		Limits: ofConsumer(amounts("nvidia.com/gpu", "2", "example.com/fpga", "1", "hugepages-2Mi", "4Mi", "ephemeral-storage", "1Gi")),
	}
	got := mainOf(t, mustJob(t, renderer(t, ours(), nil), wf, firstAlgorithm)).Resources
	want := asked(
		amounts("cpu", "100m", "memory", "128Mi", "nvidia.com/gpu", "2", "example.com/fpga", "1", "hugepages-2Mi", "4Mi"),
		amounts("cpu", "1", "memory", "1Gi", "nvidia.com/gpu", "2", "example.com/fpga", "1", "hugepages-2Mi", "4Mi", "ephemeral-storage", "1Gi"))
	if diff := cmp.Diff(want, got, sameAmounts); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}
