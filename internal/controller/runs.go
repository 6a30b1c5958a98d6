// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/oceanprotocol/operator-engine/internal/plain"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// runOf reads one attempt from its Job and its pod. How the pod ended is decisive; the Job's own condition, which trails
// it, counts only where there is no pod to ask.
func runOf(job *batchv1.Job, pods []corev1.Pod) plan.Run {
	if len(pods) == 0 {
		return runOfJob(job)
	}
	pod := slices.MaxFunc(pods, func(a, b corev1.Pod) int { return a.CreationTimestamp.Compare(b.CreationTimestamp.Time) })
	run := runOfPod(&pod)
	leaving := suspended(job) || !job.DeletionTimestamp.IsZero() || !pod.DeletionTimestamp.IsZero()
	if leaving && (run.State == plan.RunPending || run.State == plan.RunRunning) {
		run.State = plan.RunLeaving
	}
	if !pod.DeletionTimestamp.IsZero() {
		run.GoneBy = pod.DeletionTimestamp.Time
		run.Grace = time.Duration(ptr.Deref(pod.DeletionGracePeriodSeconds, 0)) * time.Second
	}
	run.JobReason = jobFailure(job)
	return run
}

func runOfJob(job *batchv1.Job) plan.Run {
	if !job.DeletionTimestamp.IsZero() {
		return plan.Run{State: plan.RunLeaving, GoneBy: job.DeletionTimestamp.Time, Held: true}
	}
	for _, c := range job.Status.Conditions {
		if c.Status != corev1.ConditionTrue {
			continue
		}
		switch c.Type {
		case batchv1.JobComplete:
			// Its process has run, though since when only its pod could tell.
			run := plan.Run{State: plan.RunSucceeded, FinishedAt: c.LastTransitionTime.Time, ExitCode: new(int32), JobOnly: true}
			if job.Status.StartTime != nil {
				run.StartedAt = job.Status.StartTime.Time
			}
			return run
		case batchv1.JobFailed:
			return plan.Run{State: plan.RunFailed, FinishedAt: c.LastTransitionTime.Time, JobReason: jobFailure(job), Message: c.Message, JobOnly: true}
		}
	}
	switch {
	case quiet(job):
		return plan.Run{State: plan.RunSuspended, Message: "somebody suspended its Job"}
	case suspended(job):
		return plan.Run{State: plan.RunLeaving}
	}
	return plan.Run{State: plan.RunPending}
}

// untouched tells that the Job controller has said nothing yet of a Job: it has made no pod, or is just about to tell.
func untouched(job *batchv1.Job) bool {
	return job.Status.StartTime == nil && len(job.Status.Conditions) == 0 && job.DeletionTimestamp.IsZero() && !suspended(job)
}

// suspended tells that a Job is to make no pod any more.
func suspended(job *batchv1.Job) bool { return ptr.Deref(job.Spec.Suspend, false) }

// quiet tells that the Job controller knows: what it shows of a suspended Job's pods is all there will ever be.
func quiet(job *batchv1.Job) bool {
	return suspended(job) && slices.ContainsFunc(job.Status.Conditions, func(c batchv1.JobCondition) bool {
		return c.Type == batchv1.JobSuspended && c.Status == corev1.ConditionTrue
	})
}

// over tells that the Job controller has closed a Job.
func over(job *batchv1.Job) bool {
	return slices.ContainsFunc(job.Status.Conditions, func(c batchv1.JobCondition) bool {
		return (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) && c.Status == corev1.ConditionTrue
	})
}

// jobFailure is the Job's reason if it is one of its own. That its pod failed is the pod's to tell.
func jobFailure(job *batchv1.Job) string {
	for _, c := range job.Status.Conditions {
		failed := c.Type == batchv1.JobFailed || c.Type == batchv1.JobFailureTarget
		if failed && c.Status == corev1.ConditionTrue && c.Reason != batchv1.JobReasonBackoffLimitExceeded {
			return c.Reason
		}
	}
	return ""
}

func runOfPod(pod *corev1.Pod) plan.Run {
	run := plan.Run{State: plan.RunPending, PodReason: pod.Status.Reason, Message: pod.Status.Message}
	run.Disrupted = conditionTrue(pod, corev1.DisruptionTarget)
	main := mainStatus(pod)
	if main != nil {
		run.ImageID = main.ImageID
		readContainer(&run, main.State)
	}
	switch {
	case pod.Status.Phase == corev1.PodSucceeded:
		run.State = plan.RunSucceeded
	case pod.Status.Phase == corev1.PodFailed:
		run.State = plan.RunFailed
	case endedWell(pod, main):
		run.State = plan.RunSucceeded
	case run.StartedAt.Unix() > 0: // The kubelet says 1970 of a container that could not be started.
		run.State = plan.RunRunning
	default:
		waitingOf(&run, pod)
	}
	return run
}

// readContainer takes over what the kubelet says of the main container.
func readContainer(run *plan.Run, state corev1.ContainerState) {
	switch {
	case state.Running != nil:
		run.StartedAt = state.Running.StartedAt.Time
	case state.Terminated != nil:
		t := state.Terminated
		run.StartedAt, run.FinishedAt = t.StartedAt.Time, t.FinishedAt.Time
		run.ExitCode = &t.ExitCode
		run.ContainerReason = t.Reason
		run.Reported = reported(t.Message)
		if run.Reported == nil && t.Reason != "Completed" && t.Reason != "Error" && run.Message == "" {
			run.Message = plain.Line(t.Message)
		}
	}
}

// reported reads what a job program of ours left as its termination message. The plan looks at it for those only.
func reported(message string) *plan.Reported {
	rep, err := report.Decode(message)
	if err != nil {
		return nil
	}
	return &plan.Reported{Code: rep.Code, Message: rep.Message, Outputs: rep.Outputs, Manifest: rep.Manifest, VolumeFull: rep.VolumeFull, Algorithms: rep.Algorithms}
}

// endedWell tells that the main container exited with 0 and no sidecar runs any more: the pod's phase follows a moment
// later. Any other end waits for the phase, which comes together with the reason.
func endedWell(pod *corev1.Pod, main *corev1.ContainerStatus) bool {
	if main == nil || main.State.Terminated == nil || main.State.Terminated.ExitCode != 0 {
		return false
	}
	for i := range pod.Status.InitContainerStatuses {
		if pod.Status.InitContainerStatuses[i].State.Running != nil {
			return false
		}
	}
	return true
}

func mainStatus(pod *corev1.Pod) *corev1.ContainerStatus {
	for i := range pod.Status.ContainerStatuses {
		if pod.Status.ContainerStatuses[i].Name == render.MainContainer {
			return &pod.Status.ContainerStatuses[i]
		}
	}
	return nil
}

// waitingOf takes over why a pod does not start: a container's reason if there is one, else the scheduler's.
func waitingOf(run *plan.Run, pod *corev1.Pod) {
	for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range statuses {
			if w := statuses[i].State.Waiting; w != nil && w.Reason != "PodInitializing" && w.Reason != "ContainerCreating" {
				run.Waiting, run.Message = w.Reason, plain.Line(w.Message)
				return
			}
		}
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse {
			run.Waiting, run.Message = c.Reason, plain.Line(c.Message)
			if aboutVolumes(c.Message) {
				run.Waiting = plan.WaitingForVolume
			}
		}
	}
}

// aboutVolumes tells the scheduler's words about claims from others. Those that come when it has chosen a node already, and the
// provisioner has failed there, have a reason of their own.
func aboutVolumes(message string) bool {
	return slices.ContainsFunc([]string{"PersistentVolumeClaim", "persistentvolumeclaim", "PVC", "VolumeBinding", "binding volumes"}, func(words string) bool {
		return strings.Contains(message, words)
	})
}

func conditionTrue(pod *corev1.Pod, t corev1.PodConditionType) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == t && c.Status == corev1.ConditionTrue {
			return true
		}
	}
	return false
}

func terminal(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}
