// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

var (
	began = metav1.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	ended = metav1.NewTime(began.Add(time.Minute))
)

// podThat is a pod of a step with its main container in a state.
func podThat(phase corev1.PodPhase, state corev1.ContainerState, change ...func(*corev1.Pod)) corev1.Pod {
	pod := corev1.Pod{Status: corev1.PodStatus{Phase: phase, ContainerStatuses: []corev1.ContainerStatus{
		{Name: "someone-else", State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 99}}},
		{Name: render.MainContainer, ImageID: "sha256:1", State: state},
	}}}
	for _, c := range change {
		c(&pod)
	}
	return pod
}

func terminated(code int32, reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: code, Reason: reason, Message: message, StartedAt: began, FinishedAt: ended,
	}}
}

// neverStarted is how the kubelet shows a container that the runtime could not start.
func neverStarted() corev1.ContainerState {
	state := terminated(128, "StartError", "")
	state.Terminated.StartedAt = metav1.NewTime(time.Unix(0, 0))
	return state
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func isRunning() corev1.ContainerState {
	return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: began}}
}

func leavingPod(pod *corev1.Pod) { pod.DeletionTimestamp = &ended }

func sidecarRuns(pod *corev1.Pod) {
	pod.Status.InitContainerStatuses = []corev1.ContainerStatus{{Name: "sidecar", State: isRunning()}}
}

func unscheduled(message string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Status.ContainerStatuses = nil
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: "Unschedulable", Message: message}}
	}
}

func disrupted(pod *corev1.Pod) {
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue}}
}

func evicted(pod *corev1.Pod) {
	pod.Status.Reason, pod.Status.Message = "Evicted", "usage exceeds the limit"
}

// ran is what is expected of a container that ran to its end.
func ran(state plan.RunState, code int32, reason string) plan.Run {
	return plan.Run{State: state, StartedAt: began.Time, FinishedAt: ended.Time, ExitCode: &code, ContainerReason: reason, ImageID: "sha256:1"}
}

func with(run plan.Run, change func(*plan.Run)) plan.Run { change(&run); return run }

type sight struct {
	name string
	pod  corev1.Pod
	want plan.Run
}

// alive are pods whose run has not failed.
var alive = []sight{
	{
		"it waits for nobody knows what", podThat(corev1.PodPending, waiting("ContainerCreating", "")),
		plan.Run{State: plan.RunPending, ImageID: "sha256:1"},
	},
	{
		"its image cannot be pulled", podThat(corev1.PodPending, waiting("ImagePullBackOff", "no\nsuch image")),
		plan.Run{State: plan.RunPending, Waiting: "ImagePullBackOff", Message: "no such image", ImageID: "sha256:1"},
	},
	{
		"no node takes it", podThat(corev1.PodPending, corev1.ContainerState{}, unscheduled("0/1 nodes: insufficient memory")),
		plan.Run{State: plan.RunPending, Waiting: "Unschedulable", Message: "0/1 nodes: insufficient memory"},
	},
	{
		"its volume is not bound", podThat(corev1.PodPending, corev1.ContainerState{}, unscheduled("unbound immediate PersistentVolumeClaims")),
		plan.Run{State: plan.RunPending, Waiting: "VolumeNotBound", Message: "unbound immediate PersistentVolumeClaims"},
	},
	{
		"its volume could not be provided on the node that was chosen", podThat(corev1.PodPending, corev1.ContainerState{}, unscheduled("running PreBind plugin \"VolumeBinding\": provisioning failed for PVC \"x-data\"")),
		plan.Run{State: plan.RunPending, Waiting: "VolumeNotBound", Message: "running PreBind plugin \"VolumeBinding\": provisioning failed for PVC \"x-data\""},
	},
	{
		"it could not be started and a sidecar runs", podThat(corev1.PodRunning, neverStarted(), sidecarRuns),
		with(ran(plan.RunPending, 128, "StartError"), func(r *plan.Run) { r.StartedAt = time.Unix(0, 0) }),
	},
	{
		"it runs", podThat(corev1.PodRunning, isRunning()),
		plan.Run{State: plan.RunRunning, StartedAt: began.Time, ImageID: "sha256:1"},
	},
	{
		"it runs and is being deleted", podThat(corev1.PodRunning, isRunning(), leavingPod),
		plan.Run{State: plan.RunLeaving, StartedAt: began.Time, ImageID: "sha256:1", GoneBy: ended.Time},
	},
	{
		"its container has ended well and its phase not yet", podThat(corev1.PodRunning, terminated(0, "Completed", "")),
		ran(plan.RunSucceeded, 0, "Completed"),
	},
	{
		"its container has ended well and a sidecar runs", podThat(corev1.PodRunning, terminated(0, "Completed", ""), sidecarRuns),
		ran(plan.RunRunning, 0, "Completed"),
	},
	{
		"its container has failed and its phase not yet", podThat(corev1.PodRunning, terminated(3, "Error", "")),
		ran(plan.RunRunning, 3, "Error"),
	},
}

func hasGrace(seconds int64) func(*corev1.Pod) {
	return func(pod *corev1.Pod) { pod.DeletionGracePeriodSeconds = &seconds }
}

// dead are pods that have ended.
var dead = []sight{
	{"it failed", podThat(corev1.PodFailed, terminated(3, "Error", "")), ran(plan.RunFailed, 3, "Error")},
	{
		"it succeeded although it is being deleted", podThat(corev1.PodSucceeded, terminated(0, "Completed", ""), leavingPod),
		with(ran(plan.RunSucceeded, 0, "Completed"), func(r *plan.Run) { r.GoneBy = ended.Time }),
	},
	{
		"it failed, and had time to go", podThat(corev1.PodFailed, terminated(3, "Error", ""), leavingPod, hasGrace(40)),
		with(ran(plan.RunFailed, 3, "Error"), func(r *plan.Run) { r.GoneBy, r.Grace = ended.Time, 40*time.Second }),
	},
	{"it used too much memory", podThat(corev1.PodFailed, terminated(137, "OOMKilled", "")), ran(plan.RunFailed, 137, "OOMKilled")},
	{
		"it could not be started", podThat(corev1.PodFailed, terminated(128, "StartError", "exec: no such file")),
		with(ran(plan.RunFailed, 128, "StartError"), func(r *plan.Run) { r.Message = "exec: no such file" }),
	},
	{
		"the system ended it", podThat(corev1.PodFailed, terminated(143, "Error", ""), disrupted),
		with(ran(plan.RunFailed, 143, "Error"), func(r *plan.Run) { r.Disrupted = true }),
	},
	{
		"it was evicted for its own disk", podThat(corev1.PodFailed, terminated(137, "Error", ""), evicted),
		with(ran(plan.RunFailed, 137, "Error"), func(r *plan.Run) { r.PodReason, r.Message = "Evicted", "usage exceeds the limit" }),
	},
	{
		"it reported", podThat(corev1.PodFailed, terminated(1, "Error", `{"code":31,"message":"no such file"}`)),
		with(ran(plan.RunFailed, 1, "Error"), func(r *plan.Run) {
			r.Reported = &plan.Reported{Code: v1alpha1.CodeInputFailed, Message: "no such file"}
		}),
	},
}

func TestWhatAPodShowsOfARun(t *testing.T) {
	for _, tc := range append(alive, dead...) {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, runOf(&batchv1.Job{}, []corev1.Pod{tc.pod})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfTwoPodsTheYoungerIsLookedAt(t *testing.T) {
	old := podThat(corev1.PodFailed, terminated(1, "Error", ""))
	young := podThat(corev1.PodRunning, isRunning())
	young.CreationTimestamp = ended
	for _, pods := range [][]corev1.Pod{{old, young}, {young, old}} {
		if got := runOf(&batchv1.Job{}, pods).State; got != plan.RunRunning {
			t.Errorf("the state is %d", got)
		}
	}
}

func jobThat(c ...batchv1.JobCondition) *batchv1.Job {
	return &batchv1.Job{Status: batchv1.JobStatus{Conditions: c}}
}

func startedJob(at metav1.Time, c ...batchv1.JobCondition) *batchv1.Job {
	job := jobThat(c...)
	job.Status.StartTime = &at
	return job
}

func suspendedJob(c ...batchv1.JobCondition) *batchv1.Job {
	job := jobThat(c...)
	job.Spec.Suspend = new(true)
	return job
}

// The Job controller may have suspended a Job before its pod is gone, and the cache of pods may be behind that of Jobs.
func TestAPodOfASuspendedJobIsLeavingUntilItEnds(t *testing.T) {
	job := suspendedJob(batchv1.JobCondition{Type: batchv1.JobSuspended, Status: corev1.ConditionTrue})
	for _, tc := range []struct {
		name     string
		pods     []corev1.Pod
		want     plan.RunState
		doubtful bool
	}{
		{"a pod that waits", []corev1.Pod{podThat(corev1.PodPending, waiting("ContainerCreating", ""))}, plan.RunLeaving, true},
		{"a pod that runs", []corev1.Pod{podThat(corev1.PodRunning, isRunning())}, plan.RunLeaving, true},
		{"a pod that ended", []corev1.Pod{podThat(corev1.PodFailed, terminated(143, "Error", ""))}, plan.RunFailed, false},
		{"no pod", nil, plan.RunSuspended, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := runOf(job, tc.pods).State; got != tc.want {
				t.Errorf("the state is %d, want %d", got, tc.want)
			}
			if got := doubtful(&v1alpha1.Workflow{}, job, tc.pods); got != tc.doubtful {
				t.Errorf("whether the cache's word is enough: doubtful is %v", got)
			}
		})
	}
}

func TestTheCachesKeepWhetherAJobIsSuspended(t *testing.T) {
	kept, err := slim(suspendedJob())
	if err != nil || !suspended(kept.(*batchv1.Job)) {
		t.Errorf("got %v, %v", kept, err)
	}
}

func TestWhatAJobWithoutAPodShowsOfARun(t *testing.T) {
	deleted := jobThat()
	deleted.DeletionTimestamp = &ended
	condition := func(kind batchv1.JobConditionType, reason string) batchv1.JobCondition {
		return batchv1.JobCondition{Type: kind, Status: corev1.ConditionTrue, Reason: reason, Message: "as it says", LastTransitionTime: ended}
	}
	for _, tc := range []struct {
		name string
		job  *batchv1.Job
		want plan.Run
	}{
		{"it was just made", jobThat(), plan.Run{State: plan.RunPending}},
		{"it is being deleted", deleted, plan.Run{State: plan.RunLeaving, GoneBy: ended.Time, Held: true}},
		{"it is to make no pod", suspendedJob(), plan.Run{State: plan.RunLeaving}},
		{
			"it will make no pod", suspendedJob(condition(batchv1.JobSuspended, "")),
			plan.Run{State: plan.RunSuspended, Message: "somebody suspended its Job"},
		},
		{
			"it completed before it was suspended", suspendedJob(condition(batchv1.JobComplete, "")),
			plan.Run{State: plan.RunSucceeded, FinishedAt: ended.Time, ExitCode: new(int32), JobOnly: true},
		},
		{
			"it failed before it was suspended", suspendedJob(condition(batchv1.JobFailed, "DeadlineExceeded")),
			plan.Run{State: plan.RunFailed, FinishedAt: ended.Time, JobReason: "DeadlineExceeded", Message: "as it says", JobOnly: true},
		},
		{"it was resumed", jobThat(batchv1.JobCondition{Type: batchv1.JobSuspended, Status: corev1.ConditionFalse}), plan.Run{State: plan.RunPending}},
		{"it completed", jobThat(condition(batchv1.JobComplete, "")), plan.Run{State: plan.RunSucceeded, FinishedAt: ended.Time, ExitCode: new(int32), JobOnly: true}},
		{
			"it completed, and when it began", startedJob(began, condition(batchv1.JobComplete, "")),
			plan.Run{State: plan.RunSucceeded, StartedAt: began.Time, FinishedAt: ended.Time, ExitCode: new(int32), JobOnly: true},
		},
		{
			"its time was over", jobThat(condition(batchv1.JobFailed, "DeadlineExceeded")),
			plan.Run{State: plan.RunFailed, FinishedAt: ended.Time, JobReason: "DeadlineExceeded", Message: "as it says", JobOnly: true},
		},
		{
			"its pod failed, which is the pod's to tell", jobThat(condition(batchv1.JobFailed, "BackoffLimitExceeded")),
			plan.Run{State: plan.RunFailed, FinishedAt: ended.Time, Message: "as it says", JobOnly: true},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, runOf(tc.job, nil)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
