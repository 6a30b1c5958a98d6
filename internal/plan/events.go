// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// eventsBetween tells every condition that was settled from one status to the next, and the same thing only once, as when
// a step's end is also the run's.
func eventsBetween(before, after v1alpha1.WorkflowStatus) []Event {
	var events []Event
	for _, c := range after.Conditions {
		if c.Status == metav1.ConditionUnknown || meta.IsStatusConditionPresentAndEqual(before.Conditions, c.Type, c.Status) {
			continue
		}
		e := Event{Reason: c.Type, Message: firstOf(c.Message, c.Type)}
		if c.Status == metav1.ConditionFalse {
			e = Event{Warning: c.Reason != v1alpha1.ReasonStopped, Reason: c.Reason, Message: firstOf(c.Message, c.Type+" is false")}
		}
		if c.Reason != v1alpha1.ReasonSkipped && !slices.Contains(events, e) {
			events = append(events, e)
		}
	}
	return events
}
