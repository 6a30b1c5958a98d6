// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// eventsBetween tells every condition that was settled from one status to the next. The summary comes last, and only if
// none of the others has told the same: the end of a step is often also the run's.
func eventsBetween(before, after v1alpha1.WorkflowStatus) []Event {
	var events []Event
	var last []Event
	for _, c := range after.Conditions {
		told := c.Status == metav1.ConditionUnknown || c.Reason == v1alpha1.ReasonSkipped ||
			meta.IsStatusConditionPresentAndEqual(before.Conditions, c.Type, c.Status)
		switch {
		case told:
		case c.Type != v1alpha1.ConditionSucceeded:
			events = append(events, eventOf(c))
		case c.Status == metav1.ConditionTrue || !repeats(c, after.Conditions):
			last = append(last, eventOf(c))
		}
	}
	return append(events, last...)
}

// GivenUp are the notices that were given up from one status to the next, each with the reason.
func GivenUp(before, after v1alpha1.WorkflowStatus) map[Notice]string {
	lost := map[Notice]string{}
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		c := meta.FindStatusCondition(after.Conditions, conditionOfNotice(n))
		unwanted := c == nil || c.Reason == v1alpha1.ReasonSkipped || c.Reason == v1alpha1.ReasonNotConfigured
		if unwanted || c.Status != metav1.ConditionFalse || meta.IsStatusConditionFalse(before.Conditions, c.Type) {
			continue
		}
		lost[n] = c.Reason
	}
	return lost
}

// lossesBetween tells of the notices that were given up, where nobody can read the conditions any more.
func lossesBetween(before, after v1alpha1.WorkflowStatus) []Event {
	var events []Event
	lost := GivenUp(before, after)
	for _, n := range []Notice{NoticeStart, NoticeStop} {
		if _, is := lost[n]; is {
			events = append(events, eventOf(*meta.FindStatusCondition(after.Conditions, conditionOfNotice(n))))
		}
	}
	return events
}

func eventOf(c metav1.Condition) Event {
	if c.Status == metav1.ConditionTrue {
		return Event{Reason: c.Type, Message: firstOf(c.Message, came[c.Type], "the condition "+c.Type+" is True")}
	}
	message := firstOf(c.Message, "the condition "+c.Type+" is False: "+c.Reason)
	return Event{Warning: c.Reason != v1alpha1.ReasonStopped, Reason: c.Reason, Message: message}
}

// came says of each condition what came about when it became True, where its own message does not say it.
var came = map[string]string{
	v1alpha1.ConditionAdmitted:           "the workflow has its turn and begins",
	v1alpha1.ConditionConfigured:         "inputs and code lie on the volume",
	v1alpha1.ConditionAlgorithmCompleted: "the algorithm of every stage exited with 0",
	v1alpha1.ConditionFiltered:           "the provider's filter passed the outputs",
	v1alpha1.ConditionPublished:          "outputs and logs were uploaded",
	v1alpha1.ConditionStartNotified:      "the provider's backend accepted the start notice",
	v1alpha1.ConditionStopNotified:       "the provider's backend accepted the stop notice",
}

// repeats tells that the summary says what one of the conditions that it sums up says.
func repeats(summary metav1.Condition, conditions []metav1.Condition) bool {
	return slices.ContainsFunc(conditions, func(c metav1.Condition) bool {
		return c.Type != summary.Type && c.Status == summary.Status && c.Reason == summary.Reason && c.Message == summary.Message
	})
}
