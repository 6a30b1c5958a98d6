// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Phase is one word for people. It is derived from the conditions and never read to decide.
//
// +kubebuilder:validation:Enum=Pending;Configuring;Running;Filtering;Publishing;Succeeded;Failed;Stopped
type Phase string

// The phases of a workflow.
const (
	PhasePending     Phase = "Pending"
	PhaseConfiguring Phase = "Configuring"
	PhaseRunning     Phase = "Running"
	PhaseFiltering   Phase = "Filtering"
	PhasePublishing  Phase = "Publishing"
	PhaseSucceeded   Phase = "Succeeded"
	PhaseFailed      Phase = "Failed"
	PhaseStopped     Phase = "Stopped"
)

// StopRequest says why a run was cut short, in Ocean's numbers.
//
// +kubebuilder:validation:Enum=0;1;2
type StopRequest int32

// Ocean's stopreq numbers.
const (
	StopNone      StopRequest = 0
	StopRequested StopRequest = 1
	StopTimedOut  StopRequest = 2
)

// WorkflowStatus is what the operator has seen and what it intends. It is the operator's only durable memory.
type WorkflowStatus struct {
	// conditions are the checkpoints of the run.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation of the spec that this status speaks of.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// phase is one word for people.
	// +optional
	Phase Phase `json:"phase,omitempty"`

	// code is Ocean's status number.
	// +optional
	Code Code `json:"code,omitempty"`

	// stopReq is 1 when the run was stopped on request, 2 when it ran out of time.
	// +optional
	StopReq StopRequest `json:"stopReq,omitempty"`

	// queuePosition is how many workflows are to begin before this one, itself included; absent when it does not wait.
	// Far back in the queue it is brought up to date only now and then.
	// +optional
	QueuePosition int32 `json:"queuePosition,omitempty"`

	// publishRequestedAt is the last value of the annotation oceanprotocol.com/publish-requested-at that was acted on.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	PublishRequestedAt string `json:"publishRequestedAt,omitempty"`

	// startTime is when the workflow was admitted.
	// +optional
	StartTime *metav1.Time `json:"startTime,omitempty"`

	// completionTime is when it reached its end.
	// +optional
	CompletionTime *metav1.Time `json:"completionTime,omitempty"`

	// configure is the step that fetches inputs and code.
	// +optional
	Configure *StepStatus `json:"configure,omitempty"`

	// stages are the algorithms, in the order in which they run.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=16
	Stages []StageStatus `json:"stages,omitempty"`

	// filter is the step in which the provider's image may change or reject the outputs.
	// +optional
	Filter *StepStatus `json:"filter,omitempty"`

	// publish is the step that uploads outputs and logs.
	// +optional
	Publish *StepStatus `json:"publish,omitempty"`

	// startNotice is how the notice fares that the workflow has begun.
	// +optional
	StartNotice *NoticeStatus `json:"startNotice,omitempty"`

	// stopNotice is how the notice fares that the workflow has ended.
	// +optional
	StopNotice *NoticeStatus `json:"stopNotice,omitempty"`

	// outputs are the first of what was published; the manifest has them all.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=32
	Outputs []Output `json:"outputs,omitempty"`

	// manifest lists everything that was published.
	// +optional
	Manifest *Manifest `json:"manifest,omitempty"`
}

// StageStatus is how one stage's algorithm fares.
type StageStatus struct {
	// name of the stage.
	// +required
	// +kubebuilder:validation:MaxLength=30
	Name string `json:"name"`

	// algorithmSHA256 is the sha256 of the stage's code as configure fetched it, 64 hex digits in lower case: of the file if
	// it is one, else of the lines that sha256sum prints of all its files, sorted by name in the C locale. It is what the
	// provider's ALLOWED_ALGORITHMS is compared with, and absent if the image carries the code.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	AlgorithmSHA256 string `json:"algorithmSHA256,omitempty"`

	StepStatus `json:",inline"`
}

// StepState is how far a step has come.
//
// +kubebuilder:validation:Enum=Active;Ending;Succeeded;Failed;Stopped;Skipped
type StepState string

// The states of a step. A step without a state has not begun.
const (
	StepActive StepState = "Active"
	// StepEnding is a step whose Job is being taken away; its reason says why.
	StepEnding    StepState = "Ending"
	StepSucceeded StepState = "Succeeded"
	StepFailed    StepState = "Failed"
	StepStopped   StepState = "Stopped"
	StepSkipped   StepState = "Skipped"
)

// StepStatus is what is remembered of one step. An attempt is written here before its Job is created.
type StepStatus struct {
	// state is how far the step has come.
	// +optional
	State StepState `json:"state,omitempty"`

	// attempts is how many Jobs the step has been given; the last of them counts.
	// +optional
	Attempts int32 `json:"attempts,omitempty"`

	// systemFailures is how many of the attempts the system ended.
	// +optional
	SystemFailures int32 `json:"systemFailures,omitempty"`

	// attemptTime is when the last attempt was decided on.
	// +optional
	AttemptTime *metav1.Time `json:"attemptTime,omitempty"`

	// startTime is when the last attempt's process started.
	// +optional
	StartTime *metav1.Time `json:"startTime,omitempty"`

	// completionTime is when the step ended.
	// +optional
	CompletionTime *metav1.Time `json:"completionTime,omitempty"`

	// exitCode of the last attempt's process.
	// +optional
	ExitCode *int32 `json:"exitCode,omitempty"`

	// reason is one word for how the last attempt ended, or for what it waits.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason,omitempty"`

	// message says it in a sentence.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`

	// lastFailure is why the attempt before the last one failed.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	LastFailure string `json:"lastFailure,omitempty"`

	// imageID is the image as it was pulled.
	// +optional
	// +kubebuilder:validation:MaxLength=512
	ImageID string `json:"imageID,omitempty"`
}

// NoticeStatus is what is remembered of one notice to the provider's backend.
type NoticeStatus struct {
	// dueTime is since when the notice is owed.
	// +optional
	DueTime *metav1.Time `json:"dueTime,omitempty"`

	// attempts is how often it was tried; the same notice each time.
	// +optional
	Attempts int32 `json:"attempts,omitempty"`

	// unsent is how many attempts in a row, up to the last, could not be made, because the job's secret could not be read.
	// +optional
	Unsent int32 `json:"unsent,omitempty"`

	// lastAttemptTime is when the last attempt was answered, or given up.
	// +optional
	LastAttemptTime *metav1.Time `json:"lastAttemptTime,omitempty"`

	// nextAttemptTime is when it is tried again; absent when it is not.
	// +optional
	NextAttemptTime *metav1.Time `json:"nextAttemptTime,omitempty"`

	// message is why the last attempt did not do.
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
}

// Output is one published file.
type Output struct {
	// name is the file's path below the published folder.
	// +required
	// +kubebuilder:validation:MaxLength=1024
	Name string `json:"name"`

	// type is output or algorithmLog.
	// +required
	// +kubebuilder:validation:MaxLength=32
	Type string `json:"type"`

	// url to fetch it from.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	URL string `json:"url,omitempty"`

	// size in bytes.
	// +required
	Size int64 `json:"size"`

	// sha256 of the content in lower-case hex.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`
}

// Manifest points at the document that lists everything that was published.
type Manifest struct {
	// url of the document.
	// +required
	// +kubebuilder:validation:MaxLength=4096
	URL string `json:"url"`

	// sha256 of the document in lower-case hex.
	// +required
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256"`

	// files is how many files were published, the manifest itself not counted.
	// +required
	Files int64 `json:"files"`

	// bytes is how much they hold together.
	// +required
	Bytes int64 `json:"bytes"`
}
