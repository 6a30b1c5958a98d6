// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// withheld is why configure's Job may not be made as things stand, or nil. Configure's is the only pod that mounts what a
// Workflow names, and between its admission and an attempt that may come hours later a name can come to stand for something
// else. A claim that is not there is waited for without a Job: a pod that is there already would mount whatever gets that
// name, and that may be another workflow's volume.
func (d *draft) withheld(s Step) *Refusal {
	if s != configureStep {
		return nil
	}
	if message := d.secretRefusal(); message != "" {
		return &Refusal{Reason: v1alpha1.ReasonSecretNotAllowed, Message: message, Final: true}
	}
	if message := d.claimRefusal(); message != "" {
		return &Refusal{Reason: v1alpha1.ReasonClaimNotAllowed, Message: message, Final: true}
	}
	for _, name := range NamedClaims(d.Workflow.Spec) {
		if d.AbsentClaims[name] {
			return &Refusal{Reason: v1alpha1.ReasonInputFailed,
				Message: fmt.Sprintf("there is no PersistentVolumeClaim %q in this namespace, or it is being deleted: create it, or name another", name)}
		}
	}
	return nil
}

// bar closes a step whose Job may not be made.
func (d *draft) bar(st *v1alpha1.StepStatus, why Refusal) (closed bool) {
	st.State = v1alpha1.StepFailed
	st.Reason, st.Message = why.Reason, clip(why.Message)
	if st.CompletionTime == nil {
		st.CompletionTime = d.now()
	}
	return true
}

// mayConfigure tells that a Job of configure may be about to be made, though the workflow was admitted before.
func (w World) mayConfigure() bool {
	st := w.Workflow.Status.Configure
	if st == nil || st.State != v1alpha1.StepActive {
		return false
	}
	switch w.believed(w.Runs[configureStep]).State {
	case RunPending, RunRunning, RunLeaving:
		return false
	case RunAbsent, RunSuspended, RunSucceeded, RunFailed:
	}
	return true
}
