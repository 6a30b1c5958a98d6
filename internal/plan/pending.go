// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import "github.com/oceanprotocol/operator-engine/api/v1alpha1"

// Unexplained tells that the time to start is over and the pod does not say why, or only that it waits for a volume, which is
// the provisioner's to explain: it is then worth the trouble to look for the reason elsewhere, once.
func (w World) Unexplained(s Step, run Run) bool {
	d := &draft{World: w, status: w.Workflow.Status}
	silent := run.Waiting == "" || run.Waiting == WaitingForVolume
	return run.State == RunPending && silent && d.overdue(d.stepStatus(s))
}

// WaitingForVolume is what a run waits for whose pod may not start before its volumes are there.
const WaitingForVolume = "VolumeNotBound"

// WaitingForLeave is what a run waits for whose Job may make no pod, because of a quota or of the namespace's pod security.
const WaitingForLeave = "FailedCreate"

// wait is what a pod that has not started waits for.
type wait struct {
	reason  string
	message string
	// forever tells that no time will help.
	forever bool
}

// waitingFor reads the kubelet's and the scheduler's words.
func waitingFor(run Run) wait {
	switch run.Waiting {
	case "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable":
		return wait{reason: v1alpha1.ReasonImagePullFailed, message: "the image could not be pulled: " + run.Message}
	case "InvalidImageName", "ErrImageNeverPull":
		return wait{reason: v1alpha1.ReasonImagePullFailed, message: "the image cannot be used: " + run.Message, forever: true}
	case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
		return wait{reason: v1alpha1.ReasonContainerFailed, message: "the container could not be created: " + run.Message + permissionHint(run.Message)}
	case WaitingForLeave:
		return wait{reason: v1alpha1.ReasonRefused, message: "its pod was refused: " + run.Message}
	case "Unschedulable":
		return wait{reason: v1alpha1.ReasonUnschedulable, message: "no node takes its pod: " + run.Message}
	case WaitingForVolume:
		return wait{reason: v1alpha1.ReasonVolumeFailed, message: "its volume was not provided: " + run.Message}
	}
	return wait{reason: v1alpha1.ReasonWaitingForPod, message: firstOf(run.Message, "its pod did not start in time")}
}
