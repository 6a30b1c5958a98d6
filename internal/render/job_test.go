// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/imageref"
)

var firstAlgorithm = Run{Kind: v1alpha1.StepAlgorithm, Stage: "clean", Attempt: 1}

func TestAnAlgorithmSeesNeitherDocumentNorAdminLogsNorTheWholeVolume(t *testing.T) {
	job := mustJob(t, renderer(t, ours(), nil), twoStages(), firstAlgorithm)
	for _, v := range job.Spec.Template.Spec.Volumes {
		if v.Name != "tmp" && v.Name != volumeData {
			t.Errorf("the pod has the volume %s", v.Name)
		}
	}
	for _, m := range mainOf(t, job).VolumeMounts {
		if m.Name == volumeData && m.SubPath == "" {
			t.Errorf("the whole volume is mounted at %s", m.MountPath)
		}
		if m.Name == volumeData && !m.ReadOnly && m.MountPath != "/data/outputs" && m.MountPath != "/data/logs" {
			t.Errorf("%s may be written", m.MountPath)
		}
	}
}

func TestRunnerLeavesAnAlgorithmItsSocketsOnlyByName(t *testing.T) {
	for network, want := range map[v1alpha1.Network]bool{
		"": false, v1alpha1.NetworkNone: false, v1alpha1.NetworkLoopback: true, v1alpha1.NetworkAllowed: true, "Mesh": false,
	} {
		wf := twoStages()
		wf.Spec.Stages[0].Compute.Network = network
		args := mainOf(t, mustJob(t, renderer(t, ours(), nil), wf, firstAlgorithm)).Args
		if slices.Contains(args, "--sockets=ip") != want {
			t.Errorf("network %q: %v", network, args)
		}
	}
}

func TestLogsOnlyIsForRejectedOutputs(t *testing.T) {
	r := renderer(t, ours(), nil)
	for status, want := range map[metav1.ConditionStatus]bool{"": false, "Unknown": false, "True": false, "False": true} {
		wf := twoStages()
		if status != "" {
			wf.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionFiltered, Status: status}}
		}
		args := mainOf(t, mustJob(t, r, wf, Run{Kind: v1alpha1.StepPublish, Attempt: 1})).Args
		if slices.Contains(args, "--logs-only") != want {
			t.Errorf("Filtered is %q: %v", status, args)
		}
	}
}

func TestAStageThatNeverRanIsNamedWithoutAnAttempt(t *testing.T) {
	wf := twoStages()
	wf.Status.Stages = wf.Status.Stages[:1]
	args := strings.Join(mainOf(t, mustJob(t, renderer(t, ours(), nil), wf, Run{Kind: v1alpha1.StepPublish, Attempt: 1})).Args, " ")
	if !strings.Contains(args, "--stage=clean=2") || !strings.Contains(args, "--stage=count=0") {
		t.Errorf("got %s", args)
	}
}

func TestWithOneStageTheFilterFindsEverythingWhereTheAlgorithmDid(t *testing.T) {
	job := mustJob(t, renderer(t, ours(), nil), oneStage(), Run{Kind: v1alpha1.StepFilter, Attempt: 1})
	got := map[string]string{}
	for _, m := range mainOf(t, job).VolumeMounts {
		got[m.MountPath] = m.SubPath
	}
	want := map[string]string{
		"/tmp": "", "/data/inputs": "inputs/clean", "/data/outputs": "outputs/clean/2", "/data/logs": "logs/clean/2",
		"/data/adminlogs": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mounts (-want +got):\n%s", diff)
	}
}

func TestTheSigningKeyIsOnlyForOrders(t *testing.T) {
	wf := oneStage()
	wf.Spec.Stages[0].Inputs = wf.Spec.Stages[0].Inputs[:1]
	job := mustJob(t, renderer(t, ours(), nil), wf, Run{Kind: v1alpha1.StepConfigure, Attempt: 1})
	for _, e := range mainOf(t, job).Env {
		if e.Name == contract.EnvKey {
			t.Error("configure gets the key, but there is no order")
		}
	}
	for name, job := range objects(t, renderer(t, ours(), nil), twoStages()) {
		if has := strings.Contains(asYAML(t, job), contract.EnvKey); has != (name == "configure-job") {
			t.Errorf("%s refers to the key: %t", name, has)
		}
	}
}

func TestCredentialsThatTheOperatorDoesNotHaveMayBeMissing(t *testing.T) {
	s := settings(t, map[string]string{"IPFS_OUTPUT": "ipfs:5001", "IPFS_API_KEY": "hush"})
	got := map[string]bool{}
	for _, e := range s.PublishEnv {
		if e.ValueFrom != nil {
			got[e.Name] = e.ValueFrom.SecretKeyRef.Optional != nil
		}
	}
	if diff := cmp.Diff(map[string]bool{"IPFS_API_KEY": false, "IPFS_API_CLIENT": true}, got); diff != "" {
		t.Errorf("optional (-want +got):\n%s", diff)
	}
}

func TestTheGraceIsTheLongerOfTemplateAndSetting(t *testing.T) {
	for grace, want := range map[string]int64{"30": 40, "5": 40, "120": 130} {
		job := mustJob(t, renderer(t, ours(), map[string]string{"GRACE_SECONDS": grace}), twoStages(), firstAlgorithm)
		if got := *job.Spec.Template.Spec.TerminationGracePeriodSeconds; got != want {
			t.Errorf("GRACE_SECONDS=%s: got %d, want %d", grace, got, want)
		}
	}
}

func TestRunsThatCannotBeAreErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*v1alpha1.Workflow)
		run    Run
		want   string
	}{
		{"an unknown step", nil, Run{Kind: "dance"}, `there is no step "dance"`},
		{"an unknown stage", nil, Run{Kind: v1alpha1.StepAlgorithm, Stage: "x", Attempt: 1}, `no stage "x"`},
		{"attempt zero", nil, Run{Kind: v1alpha1.StepAlgorithm, Stage: "clean"}, "counted from 1"},
		{
			"a stage before its input", func(wf *v1alpha1.Workflow) { wf.Status.Stages = nil },
			Run{Kind: v1alpha1.StepAlgorithm, Stage: "count", Attempt: 1}, `stage "clean", which has not run`,
		},
		{
			"no stages", func(wf *v1alpha1.Workflow) { wf.Spec.Stages = nil },
			Run{Kind: v1alpha1.StepPublish, Attempt: 1}, "has no stages",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wf := twoStages()
			if tt.change != nil {
				tt.change(wf)
			}
			if job, err := renderer(t, ours(), nil).Job(wf, tt.run); err == nil || job != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestNoFilterImageIsAnError(t *testing.T) {
	_, err := renderer(t, ours(), map[string]string{"FILTERING_CONTAINER": ""}).Job(oneStage(), Run{Kind: v1alpha1.StepFilter, Attempt: 1})
	if err == nil || !strings.Contains(err.Error(), "no filter image") {
		t.Errorf("got %v", err)
	}
}

func TestImagesArePinnedByTheirChecksum(t *testing.T) {
	for want, c := range map[string]v1alpha1.Container{
		"python":            {Image: "python"},
		"python:3.11":       {Image: "python", Tag: "3.11"},
		"python@sha256:ab":  {Image: "python", Tag: "3.11", Checksum: "sha256:ab"},
		"host:5000/py:3.11": {Image: "host:5000/py", Tag: "3.11"},
	} {
		if got := imageref.Of(c); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestClaimsFallBackToTheTemplate(t *testing.T) {
	wf := oneStage()
	wf.Spec.VolumeSize = nil
	claim := renderer(t, ours(), map[string]string{"STORAGE_CLASS": ""}).DataClaim(wf)
	if got := claim.Spec.Resources.Requests[corev1.ResourceStorage]; got.String() != "1Gi" || claim.Spec.StorageClassName != nil {
		t.Errorf("size %s, class %v", got.String(), claim.Spec.StorageClassName)
	}
}
