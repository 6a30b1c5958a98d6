// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// deliver makes one attempt.
func (c *Courier) deliver(ctx context.Context, n plan.Notice, e *errand) plan.Answer {
	answer := plan.Answer{Attempt: e.attempt, At: c.clock.Now()}
	secret, err := c.secret(ctx, e.workflow)
	if err != nil {
		answer.Message = err.Error()
		return answer
	}
	outcome := c.sender.Send(ctx, c.to[n], noticeOf(n, e.workflow, secret))
	count(n, outcome)
	log.FromContext(ctx).V(1).Info("Sent notice", "notice", n, "attempt", e.attempt, "namespace", e.workflow.Namespace, "workflow", e.workflow.Name,
		"result", outcome.Result, "status", outcome.Status, "duration", outcome.Duration)
	answer.At, answer.RetryAfter = c.clock.Now(), outcome.Wait
	answer.Reply, answer.Message = replyOf(outcome), outcome.Reason
	if answer.Reply == plan.ReplyRefused && outcome.Said != "" {
		answer.Message = outcome.Said
	}
	return answer
}

// secret reads the job's secret, which is a part of the notice.
func (c *Courier) secret(ctx context.Context, wf *v1alpha1.Workflow) (config.Secret, error) {
	var s corev1.Secret
	key := types.NamespacedName{Namespace: wf.Namespace, Name: render.SecretName(wf)}
	if err := c.secrets.Get(ctx, key, &s); err != nil {
		return config.Secret{}, fmt.Errorf("read the job's secret for its notice: %w", err)
	}
	return config.NewSecret(string(s.Data[v1alpha1.SecretKey])), nil
}

// noticeOf is what the receiver is told.
func noticeOf(n plan.Notice, wf *v1alpha1.Workflow, secret config.Secret) notify.Notice {
	first := wf.Spec.Stages[0]
	job := notify.Job{ID: wf.Name, Secret: secret}
	for _, input := range first.Inputs {
		job.Inputs = append(job.Inputs, input.ID)
	}
	if first.Algorithm.ID != "" {
		job.Algorithm = &first.Algorithm.ID
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
	case wf.Status.StartNotice != nil && wf.Status.StartNotice.Attempts > 0:
		return notify.StartUndelivered
	}
	return notify.StartNotSent
}

func replyOf(o notify.Outcome) plan.Reply {
	switch o.Result {
	case notify.Delivered:
		return plan.ReplyAccepted
	case notify.Gone:
		return plan.ReplyGone
	case notify.Refused:
		return plan.ReplyRefused
	case notify.RetryAfter, notify.Failed:
	}
	return plan.ReplyFailed
}
