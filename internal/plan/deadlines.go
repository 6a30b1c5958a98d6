// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// backstop is how much longer than its own limit a step may run before the operator ends it: runner and the job
// programs keep their limits themselves, and their word is the better one.
const backstop = time.Minute

// timeLimit is how long a step's process may run before the operator ends it.
func (d *draft) timeLimit(s Step) time.Duration {
	switch s.Kind {
	case v1alpha1.StepConfigure:
		return d.Settings.ConfigureTimeout
	case v1alpha1.StepFilter:
		return d.Settings.FilterTimeout
	case v1alpha1.StepPublish:
		return d.Settings.PublishTimeout
	case v1alpha1.StepAlgorithm:
	}
	return d.maxTime(s) + d.Settings.Grace + backstop
}

// maxTime is what the consumer asked for.
func (d *draft) maxTime(s Step) time.Duration {
	return time.Duration(d.stage(s.Stage).Compute.MaxTimeSeconds) * time.Second
}

// pendingDeadline is until when the recorded attempt must have started.
func (d *draft) pendingDeadline(st *v1alpha1.StepStatus) time.Time {
	return at(st.AttemptTime).Add(d.Settings.PendingTimeout)
}

func (d *draft) overdue(st *v1alpha1.StepStatus) bool {
	return !d.Now.Before(d.pendingDeadline(st))
}

// at is a recorded time; one that is missing is long ago, so that whatever waits for it ends.
func at(t *metav1.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.Time
}
