// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// advice is what can be done about a failure whose own words only say what happened, by its reason.
var advice = map[string]string{
	v1alpha1.ReasonInputFailed:     "put that right, and create the Workflow anew",
	v1alpha1.ReasonAlgorithmFetch:  "put that right, and create the Workflow anew",
	v1alpha1.ReasonConfigureFailed: "create the Workflow anew, and ask the provider if that fails too",
	v1alpha1.ReasonFilterFailed:    "ask the provider what its filter lets through",
	v1alpha1.ReasonPublishFailed:   "while the results are kept, the annotation " + v1alpha1.AnnotationPublishRequestedAt + " publishes them again",
	v1alpha1.ReasonOutputsTooLarge: "leave fewer or smaller outputs",
	v1alpha1.ReasonImagePullFailed: "check the container's image, tag and checksum, and that the image may be pulled from here",
	v1alpha1.ReasonUnschedulable:   "ask for less in compute.resources, or ask the provider for a node that has it",
	v1alpha1.ReasonVolumeFailed:    "ask for a smaller volumeSize, or ask the provider for such a volume",
	v1alpha1.ReasonContainerFailed: "check the container's image and entrypoint",
	v1alpha1.ReasonRefused:         "ask for less, or ask the provider what it allows",
	v1alpha1.ReasonSystemFailure:   "it was not the algorithm's doing: create the Workflow anew",
	v1alpha1.ReasonNodeLost: "create the Workflow anew; when the node is back, the annotation " + v1alpha1.AnnotationPublishRequestedAt +
		" publishes what was left on it",
	v1alpha1.ReasonWaitingForPod: "create the Workflow anew, and ask the provider if that fails too",
	v1alpha1.ReasonStartRefused:  "ask the provider",
}

// timeAdvice is advice about a step that took too long, by its condition: whose limit it was.
var timeAdvice = map[string]string{
	v1alpha1.ConditionAlgorithmCompleted: "raise compute.maxTimeSeconds",
	v1alpha1.ConditionConfigured:         "ask the provider for more time to fetch inputs",
	v1alpha1.ConditionFiltered:           "ask the provider for more time for its filter",
	v1alpha1.ConditionPublished:          advice[v1alpha1.ReasonPublishFailed],
}

// advised is a failure's message with what can be done about it at its end, which no length of the cluster's words cuts off.
func advised(condition, reason, message string) string {
	more := advice[reason]
	if reason == v1alpha1.ReasonDeadlineExceeded {
		more = timeAdvice[condition]
	}
	if more == "" {
		return message
	}
	return strings.TrimRight(clipTo(message, maxMessage-len(more)-len("; ")), ".; ") + "; " + more
}
