// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// stopped notes a stop the first time it is seen, ends the step that computes and skips those that did not begin. It
// never speaks: a stopped step is a closed one, so the rules below go on to publish what there is. Publishing is not
// ended by a stop, and outputs that exist still pass the filter before they leave.
func stopped(d *draft) bool {
	if !d.Workflow.Spec.Stop || d.status.StopReq != v1alpha1.StopNone {
		return false
	}
	d.status.StopReq = v1alpha1.StopRequested
	for _, s := range append([]Step{configureStep}, d.algorithmSteps()...) {
		switch d.stateOf(s) {
		case "":
			d.skip(s, v1alpha1.ReasonStopped)
		case v1alpha1.StepActive:
			d.end(s, v1alpha1.ReasonStopped, "it was stopped by spec.stop")
		case v1alpha1.StepEnding, v1alpha1.StepSucceeded, v1alpha1.StepFailed, v1alpha1.StepStopped, v1alpha1.StepSkipped:
		}
	}
	if d.stateOf(filterStep) == v1alpha1.StepActive {
		d.end(filterStep, v1alpha1.ReasonStopped, "it was stopped by spec.stop")
	}
	return false
}
