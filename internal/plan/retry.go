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
	if f.reason == v1alpha1.ReasonDeadlineExceeded && st.StartTime == nil && st.Reason != "" {
		// Nobody was there to end it when its time to start was over, so its Job's own deadline has: what it waited for is why.
		f.reason, f.message = st.Reason, st.Message
	}
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
	if due := d.retryTime(s, st, f); d.Now.Before(due) {
		d.wake(due)
		if s == publishStep && !d.systemsTurn(st, f) {
			d.wake(d.publishRetryEnd(st))
		}
		return false
	}
	if f.system {
		st.SystemFailures++
	}
	return d.attempt(s, st)
}

// mayRetry tells whether a step gets another attempt. A run that was cut short computes nothing any more, but what it left
// is still filtered and published with all the patience there is.
func (d *draft) mayRetry(s Step, st *v1alpha1.StepStatus, f failure) bool {
	switch {
	case d.status.StopReq != v1alpha1.StopNone && s != filterStep && s != publishStep:
		return false
	case d.systemsTurn(st, f):
		return true
	case s == publishStep:
		return !f.final && d.Now.Before(d.publishRetryEnd(st))
	case f.final || f.system:
		return false
	case s.Kind == v1alpha1.StepAlgorithm:
		return st.Attempts-st.SystemFailures <= d.stage(s.Stage).Compute.Retries
	}
	return false
}

// systemsTurn tells that an attempt was ended by the system, which makes up for it with another one, also when there is no
// time left to publish in: what was cut short might have ended well.
func (d *draft) systemsTurn(st *v1alpha1.StepStatus, f failure) bool {
	return f.system && st.SystemFailures < d.Settings.SystemRetries
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
func (d *draft) retryTime(s Step, st *v1alpha1.StepStatus, f failure) time.Time {
	if st.CompletionTime == nil || !f.system && s != publishStep {
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
