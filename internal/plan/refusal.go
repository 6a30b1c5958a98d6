// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// refusalPause is how long the operator waits before it tries again what the API server refused.
const refusalPause = 10 * time.Second

// rejected ends the step that runs when the API server will never take its objects. One that may be taken later, as
// after a quota was raised, is tried again until the time to start is over.
func rejected(d *draft) bool {
	s, active := d.activeStep()
	if d.Refusal == nil || !active {
		return false
	}
	st := d.stepStatus(s)
	if d.Refusal.Final || d.overdue(st) {
		d.end(s, d.Refusal.Reason, d.Refusal.Message)
		d.Refusal = nil // It is answered: what the next step asks for was not refused.
		return false
	}
	d.waiting(st, d.Refusal.Reason, d.Refusal.Message)
	return false
}

// activeStep is the one step that runs, if any does.
func (d *draft) activeStep() (Step, bool) {
	steps := append([]Step{configureStep}, d.algorithmSteps()...)
	for _, s := range append(steps, filterStep, publishStep) {
		if d.stateOf(s) == v1alpha1.StepActive {
			return s, true
		}
	}
	return Step{}, false
}
