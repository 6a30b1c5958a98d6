// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// The conditions of a Workflow. Each is Unknown from first sight until it is settled, and settled ones stay.
const (
	// ConditionSucceeded is the summary: True when everything was done, False when the run ended otherwise.
	ConditionSucceeded = "Succeeded"
	// ConditionAdmitted is True once the workflow has its turn, False if it was refused.
	ConditionAdmitted = "Admitted"
	// ConditionConfigured is True once inputs and code lie on the volume.
	ConditionConfigured = "Configured"
	// ConditionAlgorithmCompleted is True once the algorithm of every stage has exited with 0.
	ConditionAlgorithmCompleted = "AlgorithmCompleted"
	// ConditionFiltered is True once the provider's filter has passed the outputs, or where there is none.
	ConditionFiltered = "Filtered"
	// ConditionPublished is True once outputs and logs were uploaded.
	ConditionPublished = "Published"
	// ConditionStartNotified is True once the provider's backend has accepted the start notice.
	ConditionStartNotified = "StartNotified"
	// ConditionStopNotified is True once the provider's backend has accepted the stop notice.
	ConditionStopNotified = "StopNotified"
)

// ConditionTypes are all conditions of a Workflow, in the order in which they are shown.
func ConditionTypes() []string {
	return []string{
		ConditionSucceeded, ConditionAdmitted, ConditionConfigured, ConditionAlgorithmCompleted,
		ConditionFiltered, ConditionPublished, ConditionStartNotified, ConditionStopNotified,
	}
}

// The reasons that conditions and steps carry.
const (
	ReasonPending          = "Pending"
	ReasonQueued           = "Queued"
	ReasonSuspended        = "Suspended"
	ReasonNotIsolated      = "NotIsolated"
	ReasonRunning          = "Running"
	ReasonCompleted        = "Completed"
	ReasonSkipped          = "Skipped"
	ReasonNotConfigured    = "NotConfigured"
	ReasonStopped          = "Stopped"
	ReasonSecretNotAllowed = "SecretNotAllowed"
	ReasonClaimNotAllowed  = "ClaimNotAllowed"
	ReasonNetworkRefused   = "NetworkNotAllowed"
	ReasonImageRefused     = "ImageNotAllowed"
	ReasonAlgorithmRefused = "AlgorithmNotAllowed"
	ReasonRuntimeRefused   = "RuntimeClassNotAllowed"
	ReasonResourceRefused  = "ResourceNotAllowed"
	ReasonInvalid          = "Invalid"
	ReasonNameTaken        = "NameTaken"
	ReasonInputFailed      = "InputFailed"
	ReasonAlgorithmFetch   = "AlgorithmFetchFailed"
	ReasonConfigureFailed  = "ConfigureFailed"
	ReasonAlgorithmFailed  = "AlgorithmFailed"
	ReasonOOMKilled        = "OOMKilled"
	ReasonDeadlineExceeded = "DeadlineExceeded"
	ReasonDiskFull         = "DiskFull"
	ReasonFilterFailed     = "FilterFailed"
	ReasonPublishFailed    = "PublishFailed"
	ReasonOutputsTooLarge  = "OutputsTooLarge"
	ReasonImagePullFailed  = "ImagePullFailed"
	ReasonUnschedulable    = "Unschedulable"
	ReasonVolumeFailed     = "VolumeFailed"
	ReasonContainerFailed  = "ContainerCreationFailed"
	ReasonRefused          = "Refused"
	ReasonSystemFailure    = "SystemFailure"
	ReasonNodeLost         = "NodeLost"
	ReasonWaitingForPod    = "WaitingForPod"
	ReasonWaitingForStart  = "WaitingForBackend"
	ReasonStartRefused     = "RefusedByBackend"
	ReasonRetrying         = "Retrying"
	ReasonDelivered        = "Delivered"
	ReasonGone             = "Gone"
	ReasonUndeliverable    = "Undeliverable"
	ReasonOvertaken        = "Overtaken"
	ReasonDeleted          = "Deleted"
)
