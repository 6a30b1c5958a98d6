// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// errand is one attempt. It keeps what the notice says and not the Workflow, which may be large: there may be thousands.
type errand struct {
	attempt int32
	rank    int32
	// notice lacks the job's secret, which is read when it is sent.
	notice notify.Notice
	// name is the Workflow's, secret that of the Secret beside it.
	name, secret types.NamespacedName
	// breakOff ends the attempt that is under way; nil if none was begun.
	breakOff context.CancelFunc
	answer   *plan.Answer
}

func newErrand(wf *v1alpha1.Workflow, a plan.SendNotice) *errand {
	return &errand{
		attempt: a.Attempt, rank: a.Rank, notice: noticeOf(a.Notice, wf),
		name:   types.NamespacedName{Namespace: wf.Namespace, Name: wf.Name},
		secret: types.NamespacedName{Namespace: wf.Namespace, Name: render.SecretName(wf)},
	}
}

// workflow is as much of the Workflow as an event needs.
func (e *errand) workflow() *v1alpha1.Workflow {
	return &v1alpha1.Workflow{ObjectMeta: metav1.ObjectMeta{Namespace: e.name.Namespace, Name: e.name.Name}}
}

// noticeOf is what the receiver is told, but for the job's secret.
func noticeOf(n plan.Notice, wf *v1alpha1.Workflow) notify.Notice {
	first := wf.Spec.Stages[0]
	job := notify.Job{ID: wf.Name, Algorithm: first.Algorithm.ID}
	for _, input := range first.Inputs {
		job.Inputs = append(job.Inputs, input.ID)
	}
	notice := notify.Notice{WorkflowUID: string(wf.UID), Event: notify.Start, Code: int32(wf.Status.Code), Job: job}
	if n == plan.NoticeStop {
		notice.Event, notice.Started = notify.Stop, started(wf)
	}
	return notice
}

// started is what became of the start notice.
func started(wf *v1alpha1.Workflow) notify.StartNotice {
	switch {
	case meta.IsStatusConditionTrue(wf.Status.Conditions, v1alpha1.ConditionStartNotified):
		return notify.StartDelivered
	case wf.Status.StartNotice != nil && wf.Status.StartNotice.Attempts > wf.Status.StartNotice.Unsent:
		return notify.StartUndelivered
	}
	return notify.StartNotSent
}
