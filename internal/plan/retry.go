// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// fail decides what an attempt that failed leads to: another one, or the end of the step.
func (d *draft) fail(s Step, st *v1alpha1.StepStatus, run Run) (closed bool) {
	d.note(st, run)
	f := d.classify(s, run)
	if f.reason == v1alpha1.ReasonDeadlineExceeded && s.Kind == v1alpha1.StepAlgorithm {
		d.status.StopReq = v1alpha1.StopTimedOut
	}
	return d.again(s, st, f)
}

// again tries a step once more if the failure's kind allows it, and closes the step if not.
func (d *draft) again(s Step, st *v1alpha1.StepStatus, f failure) (closed bool) {
	st.Reason, st.Message = f.reason, clip(f.message)
	if !d.mayRetry(s, st, f) {
		if f.system {
			st.SystemFailures++
		}
		st.State = v1alpha1.StepFailed
		if st.CompletionTime == nil {
			st.CompletionTime = d.now()
		}
		return true
	}
	if due := d.retryTime(st, f); d.Now.Before(due) {
		d.wake(due)
		if s == publishStep {
			d.wake(d.publishRetryEnd(st))
		}
		return false
	}
	if f.system {
		st.SystemFailures++
	}
	d.attempt(s, st)
	return false
}

// mayRetry tells whether a step gets another attempt. A run that was cut short computes nothing any more, but what it left
// is still filtered and published with all the patience there is.
func (d *draft) mayRetry(s Step, st *v1alpha1.StepStatus, f failure) bool {
	switch {
	case d.status.StopReq != v1alpha1.StopNone && s != filterStep && s != publishStep:
		return false
	case s == publishStep:
		return !f.final && d.Now.Before(d.publishRetryEnd(st))
	case f.system:
		return st.SystemFailures < d.Settings.SystemRetries
	case f.final:
		return false
	case s.Kind == v1alpha1.StepAlgorithm:
		return st.Attempts-st.SystemFailures <= d.stage(s.Stage).Compute.Retries
	}
	return false
}

// publishRetryEnd counts from the end of the step before, which the first attempt's record falls together with.
func (d *draft) publishRetryEnd(st *v1alpha1.StepStatus) time.Time {
	begin := at(st.AttemptTime)
	for _, c := range d.status.Conditions {
		if c.Type == v1alpha1.ConditionFiltered {
			begin = c.LastTransitionTime.Time
		}
	}
	return begin.Add(d.Settings.PublishRetryTime)
}

// The first retry after a failure of the system comes soon, later ones wait for what may take time to heal.
const (
	firstRetryPause = 5 * time.Second
	maxRetryPause   = 5 * time.Minute
)

// retryTime is when the next attempt may begin. The consumer's own retries begin at once.
func (d *draft) retryTime(st *v1alpha1.StepStatus, f failure) time.Time {
	if !f.system || st.CompletionTime == nil {
		return d.Now
	}
	pause := firstRetryPause
	for range st.Attempts - 1 {
		pause = min(pause*2, maxRetryPause)
	}
	return st.CompletionTime.Add(pause)
}

func (d *draft) stage(name string) v1alpha1.Stage {
	for _, stage := range d.Workflow.Spec.Stages {
		if stage.Name == name {
			return stage
		}
	}
	return v1alpha1.Stage{}
}
