// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Labels and annotations of everything that the operator makes.
const (
	// LabelWorkflow holds the Workflow's name, on all its children and their pods.
	LabelWorkflow = "oceanprotocol.com/workflow"
	// LabelWorkflowUID holds the Workflow's UID, so that a later one of the same name is never mistaken for it.
	LabelWorkflowUID = "oceanprotocol.com/workflow-uid"
	// LabelComponent holds the step: configure, algorithm, filter or publish; or data, adminlogs, document, secret, probe.
	LabelComponent = "oceanprotocol.com/component"
	// LabelStage holds the stage's name, on an algorithm's Job and pod.
	LabelStage = "oceanprotocol.com/stage"
	// LabelAttempt holds the attempt's number, counted from 1, on a Job and its pod.
	LabelAttempt = "oceanprotocol.com/attempt"
	// LabelNetwork holds Allowed on the pods of an algorithm that was given a network, so that the policy which denies the
	// others all traffic leaves them alone. No other pod has it.
	LabelNetwork = "oceanprotocol.com/network"
	// LabelProbe holds the part that a pod plays in finding out whether pods are isolated. None of these pods is a
	// workflow's.
	LabelProbe = "oceanprotocol.com/probe"
	// LabelManagedBy holds ManagedBy on everything that the operator makes.
	LabelManagedBy = "app.kubernetes.io/managed-by"
)

// ManagedBy is who made an object: an operator-engine. What has another name there, or none, is not touched.
const ManagedBy = "operator-engine"

// ComponentProbe is the component of probes that no policy selects. The one that is to be denied has an algorithm's.
const ComponentProbe = "probe"

// AnnotationPublishRequestedAt asks for results that could not be published to be published again, while their volume is
// kept. Any new value asks once; the time of asking is the usual one. Values are cut to 64 characters.
const AnnotationPublishRequestedAt = "oceanprotocol.com/publish-requested-at"

// StepKind is the kind of a step of the run.
type StepKind string

// The steps of a run, in order.
const (
	StepConfigure StepKind = "configure"
	StepAlgorithm StepKind = "algorithm"
	StepFilter    StepKind = "filter"
	StepPublish   StepKind = "publish"
)

// SecretKey is the key of a job's secret in its Secret, and the name of the variable that the algorithm gets it in.
const SecretKey = "secret"
