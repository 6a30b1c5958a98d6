// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// eventsBetween tells every condition that was settled from one status to the next, once.
func eventsBetween(before, after v1alpha1.WorkflowStatus) []Event {
	var events []Event
	for _, c := range after.Conditions {
		if c.Status == metav1.ConditionUnknown || meta.IsStatusConditionPresentAndEqual(before.Conditions, c.Type, c.Status) {
			continue
		}
		switch {
		case c.Status == metav1.ConditionTrue:
			events = append(events, Event{Reason: c.Type, Message: firstOf(c.Message, c.Type)})
		case c.Reason != v1alpha1.ReasonSkipped:
			events = append(events, Event{Warning: c.Reason != v1alpha1.ReasonStopped, Reason: c.Reason, Message: firstOf(c.Message, c.Type+" is false")})
		}
	}
	return events
}
