// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"k8s.io/utils/ptr"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// everyPod is a pod of each step, rendered from a folder of templates.
func everyPod(t *testing.T, r *Renderer) map[string]corev1.PodTemplateSpec {
	t.Helper()
	pods := map[string]corev1.PodTemplateSpec{}
	for _, run := range []Run{
		{Kind: v1alpha1.StepConfigure, Attempt: 1}, firstAlgorithm, {Kind: v1alpha1.StepFilter, Attempt: 1}, {Kind: v1alpha1.StepPublish, Attempt: 1},
	} {
		pods[string(run.Kind)] = mustJob(t, r, twoStages(), run).Spec.Template
	}
	pods["probe of usage"] = r.Probe(Probe{Name: "probe", Part: "usage", Claim: "probe", Image: "operator"}).Spec.Template
	pods["probe"] = r.Probe(Probe{Name: "probe", Part: "denied", Denied: true, Image: "operator"}).Spec.Template
	return pods
}

// violations are what the API server's own judge of pods says, by a level of the Pod Security Standards of this minor.
func violations(t *testing.T, level api.Level, pod corev1.PodTemplateSpec) []string {
	t.Helper()
	judge, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, result := range judge.EvaluatePod(api.LevelVersion{Level: level, Version: api.LatestVersion()}, &pod.ObjectMeta, &pod.Spec) {
		if !result.Allowed {
			all = append(all, result.ForbiddenReason+": "+result.ForbiddenDetail)
		}
	}
	return all
}

func TestEveryPodOfOursMeetsTheStrictestPodSecurityStandard(t *testing.T) {
	for name, pod := range everyPod(t, renderer(t, ours(), nil)) {
		for _, violation := range violations(t, api.LevelRestricted, pod) {
			t.Errorf("%s: %s", name, violation)
		}
	}
}

// Without this, a judge that passes everything would do.
func TestAPodThatMayDoAnythingIsFound(t *testing.T) {
	pod := corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: MainContainer, Image: "x"}}}}
	if found := violations(t, api.LevelRestricted, pod); len(found) < 4 {
		t.Errorf("of such a pod it is only said: %v", found)
	}
}

// locked is what our templates say beyond the standard, and what of the standard one wants to see at a glance.
type locked struct {
	User, Group, Files                                           int64
	Token, Links, HostNetwork, HostPID, HostIPC, SharedProcesses bool
	Seccomp, MessagePolicy                                       string
	Escalation, ReadOnlyRoot, Privileged, NonRoot                bool
	Drop, Add, Writable                                          []string
}

// What follows the path of the one place outside of the volumes that may be written.
const (
	boundedTmp = ", an emptyDir with a limit"
	// inMemory is of what nobody's code fills: there the kernel keeps the limit, not the kubelet.
	inMemory = " in memory"
)

func lockOf(pod corev1.PodSpec) locked {
	main := mainContainer(&pod)
	is, c := pod.SecurityContext, main.SecurityContext
	l := locked{
		User: *is.RunAsUser, Group: *is.RunAsGroup, Files: *is.FSGroup, NonRoot: *is.RunAsNonRoot,
		Token: ptr.Deref(pod.AutomountServiceAccountToken, true), Links: ptr.Deref(pod.EnableServiceLinks, true),
		HostNetwork: pod.HostNetwork, HostPID: pod.HostPID, HostIPC: pod.HostIPC, SharedProcesses: ptr.Deref(pod.ShareProcessNamespace, false),
		Seccomp: string(is.SeccompProfile.Type), MessagePolicy: string(main.TerminationMessagePolicy),
		Escalation: ptr.Deref(c.AllowPrivilegeEscalation, true), ReadOnlyRoot: ptr.Deref(c.ReadOnlyRootFilesystem, false), Privileged: ptr.Deref(c.Privileged, false),
	}
	for _, capability := range c.Capabilities.Drop {
		l.Drop = append(l.Drop, string(capability))
	}
	for _, capability := range c.Capabilities.Add {
		l.Add = append(l.Add, string(capability))
	}
	for _, v := range pod.Volumes {
		if v.EmptyDir == nil {
			continue
		}
		mount := slices.IndexFunc(main.VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == v.Name })
		size := v.EmptyDir.SizeLimit
		if mount >= 0 && size != nil && size.Sign() > 0 {
			place := main.VolumeMounts[mount].MountPath + boundedTmp
			if v.EmptyDir.Medium == corev1.StorageMediumMemory {
				place += inMemory
			}
			l.Writable = append(l.Writable, place)
			continue
		}
		l.Writable = append(l.Writable, fmt.Sprintf("%+v", v))
	}
	return l
}

func TestEveryPodOfOursIsLockedDownBeyondTheStandard(t *testing.T) {
	want := locked{
		User: 65532, Group: 65532, Files: 65532, Seccomp: "RuntimeDefault", MessagePolicy: "File", ReadOnlyRoot: true, NonRoot: true,
		Drop: []string{"ALL"},
	}
	pods := everyPod(t, renderer(t, ours(), nil))
	for _, probe := range []string{"probe", "probe of usage"} { // Nothing can be written there at all.
		delete(pods, probe)
	}
	for name, pod := range pods {
		want.Writable = []string{"/tmp" + boundedTmp}
		if name == "algorithm" {
			want.Writable[0] += inMemory
		}
		if diff := cmp.Diff(want, lockOf(pod.Spec)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// An image may need root. A provider who trusts it says so in a template, and in the label of the namespace: the operator
// renders what is written there, and the API server decides.
func TestAProviderMayLetAnAlgorithmBeRoot(t *testing.T) {
	dir := withTemplate(t, "algorithm-job.yaml", func(s string) string {
		s = replace("        runAsNonRoot: true\n        runAsUser: 65532\n        runAsGroup: 65532\n", "        runAsUser: 0\n        runAsGroup: 0\n")(s)
		return replace("          readOnlyRootFilesystem: true\n", "")(s)
	})
	pods := everyPod(t, renderer(t, dir, nil))
	pod := pods["algorithm"]
	if user := pod.Spec.SecurityContext.RunAsUser; user == nil || *user != 0 {
		t.Errorf("it would run as %v", user)
	}
	if len(violations(t, api.LevelRestricted, pod)) == 0 {
		t.Error("root passes for restricted")
	}
	for _, violation := range violations(t, api.LevelBaseline, pod) {
		t.Errorf("baseline: %s", violation)
	}
	for _, other := range []string{"configure", "filter", "publish", "probe"} {
		if found := violations(t, api.LevelRestricted, pods[other]); len(found) > 0 {
			t.Errorf("%s is not what it was: %v", other, found)
		}
	}
}
