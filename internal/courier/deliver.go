// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// deliver makes one attempt.
func (c *Courier) deliver(ctx context.Context, n plan.Notice, e *errand) plan.Answer {
	answer := plan.Answer{Attempt: e.attempt}
	notice := e.notice
	var err error
	if notice.Job.Secret, err = c.secret(ctx, e.secret); err != nil {
		unsent(n)
		answer.At, answer.Reply, answer.Message = c.clock.Now(), plan.ReplyUnsent, err.Error()
		return answer
	}
	outcome := c.sender.Send(ctx, c.to[n], notice)
	count(n, outcome)
	log.FromContext(ctx).V(1).Info("Sent notice", "notice", n, "attempt", e.attempt, "namespace", e.name.Namespace, "workflow", e.name.Name,
		"result", outcome.Result, "status", outcome.Status, "duration", outcome.Duration)
	answer.At, answer.RetryAfter = c.clock.Now(), outcome.Wait
	answer.Reply, answer.Message = replyOf(outcome), outcome.Reason
	if answer.Reply == plan.ReplyRefused && outcome.Said != "" {
		answer.Message = outcome.Said
	}
	return answer
}

// secret reads the job's secret, which is a part of the notice. One that is not there is no empty one: a receiver could
// hand out credentials to whoever brings nothing.
func (c *Courier) secret(ctx context.Context, key types.NamespacedName) (config.Secret, error) {
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	var s corev1.Secret
	if err := c.secrets.Get(ctx, key, &s); err != nil {
		return config.Secret{}, fmt.Errorf("read the job's secret for its notice: %w", err)
	}
	value, found := s.Data[v1alpha1.SecretKey]
	if !found {
		return config.Secret{}, fmt.Errorf("read the job's secret for its notice: secret %s has no key %q", key.Name, v1alpha1.SecretKey)
	}
	return config.NewSecret(string(value)), nil
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
