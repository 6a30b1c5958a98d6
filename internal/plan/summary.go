// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// summarise derives what people read: phase, code, and while it runs the summary condition's reason and message. Nothing
// here is ever read to decide.
func (d *draft) summarise() {
	if d.Workflow.Status.CompletionTime != nil {
		return // How it ended was told, and stays.
	}
	if d.settled(v1alpha1.ConditionSucceeded) {
		d.status.Phase, d.status.Code = d.ending()
		return
	}
	s, st := d.current()
	d.status.Phase, d.status.Code = progress(s, st)
	reason, message := progressText(s, st)
	if st == nil {
		if c := meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionAdmitted); c.Status == metav1.ConditionUnknown {
			reason, message = c.Reason, c.Message
		}
	}
	d.set(v1alpha1.ConditionSucceeded, metav1.ConditionUnknown, reason, message)
}

// current is the step that is under way.
func (d *draft) current() (Step, *v1alpha1.StepStatus) {
	steps := append([]Step{configureStep}, d.algorithmSteps()...)
	for _, s := range append(steps, filterStep, publishStep) {
		switch d.stateOf(s) {
		case v1alpha1.StepActive, v1alpha1.StepEnding:
			return s, d.stepStatus(s)
		case "", v1alpha1.StepSucceeded, v1alpha1.StepFailed, v1alpha1.StepStopped, v1alpha1.StepSkipped:
		}
	}
	return Step{}, nil
}

func progress(s Step, st *v1alpha1.StepStatus) (v1alpha1.Phase, v1alpha1.Code) {
	switch s.Kind {
	case v1alpha1.StepConfigure:
		return v1alpha1.PhaseConfiguring, v1alpha1.CodeConfiguringVolumes
	case v1alpha1.StepAlgorithm:
		if st.StartTime == nil {
			return v1alpha1.PhaseRunning, v1alpha1.CodeProvisioningSuccess
		}
		return v1alpha1.PhaseRunning, v1alpha1.CodeRunningAlgorithm
	case v1alpha1.StepFilter:
		return v1alpha1.PhaseFiltering, v1alpha1.CodeFilteringResults
	case v1alpha1.StepPublish:
		return v1alpha1.PhasePublishing, v1alpha1.CodePublishingResults
	}
	return v1alpha1.PhasePending, v1alpha1.CodeWarmingUp
}

// progressText says what is done now, and what is in its way if anything is.
func progressText(s Step, st *v1alpha1.StepStatus) (reason, message string) {
	if st == nil {
		return v1alpha1.ReasonPending, ""
	}
	message = s.String()
	if st.Attempts > 1 {
		message = fmt.Sprintf("%s, attempt %d", message, st.Attempts)
	}
	switch {
	case st.Message != "":
		message += ": " + st.Message
	case st.LastFailure != "":
		message += "; the one before failed of " + st.LastFailure
	}
	return firstOf(st.Reason, v1alpha1.ReasonRunning), clip(message)
}

// ending is the phase and the code of a workflow that has reached its end.
func (d *draft) ending() (v1alpha1.Phase, v1alpha1.Code) {
	if d.isTrue(v1alpha1.ConditionSucceeded) {
		return v1alpha1.PhaseSucceeded, v1alpha1.CodeJobFinished
	}
	if d.status.StopReq == v1alpha1.StopRequested {
		return v1alpha1.PhaseStopped, v1alpha1.CodeJobFinished
	}
	for _, t := range decisive {
		c := meta.FindStatusCondition(d.status.Conditions, t)
		if c.Status == metav1.ConditionFalse && c.Reason != v1alpha1.ReasonSkipped {
			return v1alpha1.PhaseFailed, failureCode(t, meta.FindStatusCondition(d.status.Conditions, v1alpha1.ConditionSucceeded).Reason)
		}
	}
	return v1alpha1.PhaseFailed, v1alpha1.CodeJobFinished
}

// failureCode is Ocean's number for a failure: by its reason if that has one, else by where it happened.
func failureCode(condition, reason string) v1alpha1.Code {
	switch reason {
	case v1alpha1.ReasonImagePullFailed:
		return v1alpha1.CodeImagePullFailed
	case v1alpha1.ReasonUnschedulable, v1alpha1.ReasonVolumeFailed:
		return v1alpha1.CodeVolumeCreationFailed
	case v1alpha1.ReasonContainerFailed, v1alpha1.ReasonRefused, v1alpha1.ReasonNameTaken, v1alpha1.ReasonWaitingForPod,
		v1alpha1.ReasonSecretNotAllowed, v1alpha1.ReasonClaimNotAllowed, v1alpha1.ReasonNetworkRefused,
		v1alpha1.ReasonImageRefused, v1alpha1.ReasonRuntimeRefused, v1alpha1.ReasonResourceRefused,
		v1alpha1.ReasonInvalid, v1alpha1.ReasonStartRefused:
		return v1alpha1.CodeContainerCreationFailed
	case v1alpha1.ReasonAlgorithmFetch, v1alpha1.ReasonAlgorithmRefused:
		return v1alpha1.CodeAlgorithmFetchFailed
	case v1alpha1.ReasonDiskFull, v1alpha1.ReasonOutputsTooLarge:
		return v1alpha1.CodeDiskQuotaExceeded
	}
	switch condition {
	case v1alpha1.ConditionAlgorithmCompleted:
		return v1alpha1.CodeAlgorithmFailed
	case v1alpha1.ConditionFiltered:
		return v1alpha1.CodeFilteringResults
	case v1alpha1.ConditionPublished:
		return v1alpha1.CodeResultsUploadFailed
	}
	return v1alpha1.CodeInputFailed
}
