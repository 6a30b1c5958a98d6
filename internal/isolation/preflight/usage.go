// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/isolation/probe"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// boundsPause is the pause after bounds were found: a volume costs more than a pod, and what gives volumes and bounds pods
// is changed less often than a network.
const boundsPause = 24 * time.Hour

// bounds are what is known of a namespace's, and since when.
type bounds struct {
	isolation.Bounds

	at time.Time
}

// learnBounds finds out how much a pod can use up, if that is due. Where no probe of the network came to its end none
// would here, and nothing about isolation waits for it.
func (p *Preflight) learnBounds(ctx context.Context, namespace string, v isolation.Verdict) {
	known := p.boundsOf(namespace)
	if known.Known() && p.options.Clock.Since(known.at) < boundsPause {
		return
	}
	found := isolation.UnknownBounds(errNotTried)
	if v.Reason != isolation.ReasonNotProbed {
		found = p.use(ctx, namespace)
	}
	if ctx.Err() != nil {
		return // What was cut short says nothing.
	}
	p.mu.Lock()
	p.bounds[namespace] = bounds{Bounds: found, at: p.options.Clock.Now()}
	p.mu.Unlock()
	measureBounds(namespace, found)
	if err := p.publishBounds(ctx, namespace, found); err != nil {
		log.FromContext(ctx).Error(err, "Could not publish what is known of bounds")
	}
}

func (p *Preflight) boundsOf(namespace string) bounds {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bounds[namespace]
}

// use runs a probe with a volume of its own, and judges what it found.
func (p *Preflight) use(ctx context.Context, namespace string) isolation.Bounds {
	var usage isolation.Usage
	var given isolation.Given
	err := p.once(ctx, namespace, func(ctx context.Context, r *round) (err error) {
		usage, given, err = r.use(ctx)
		return err
	})
	if err != nil {
		return isolation.UnknownBounds(err)
	}
	return isolation.JudgeUsage(usage, given)
}

// use makes the Job before the claim, so that the claim can belong to it: its pod waits for the claim.
func (r *round) use(ctx context.Context) (u isolation.Usage, given isolation.Given, err error) {
	p := r.part(partUsage, []string{probe.Name, "--volume=" + render.ProbeVolume})
	p.Claim = p.Name
	job, err := r.start(ctx, p)
	if err != nil {
		return u, given, err
	}
	claim := r.options.Renderer().ProbeClaim(p, job)
	if err := r.options.Client.Create(ctx, claim); err != nil {
		return u, given, fmt.Errorf("create claim %s/%s: %w", r.namespace, claim.Name, err)
	}
	message, err := r.message(ctx, job)
	if err != nil {
		return u, given, err
	}
	if u, err = isolation.DecodeUsage(message); err != nil {
		return u, given, fmt.Errorf("read what job %s found: %w", job.Name, err)
	}
	given, err = r.given(ctx, claim)
	return u, given, err
}

// given is what became of a claim. A driver may give more than it was asked for, and says so.
func (r *round) given(ctx context.Context, claim *corev1.PersistentVolumeClaim) (isolation.Given, error) {
	if err := r.options.Client.Get(ctx, client.ObjectKeyFromObject(claim), claim); err != nil {
		return isolation.Given{}, fmt.Errorf("look at claim %s/%s: %w", r.namespace, claim.Name, err)
	}
	given := isolation.Given{Size: claim.Spec.Resources.Requests[corev1.ResourceStorage]}
	if capacity := claim.Status.Capacity[corev1.ResourceStorage]; capacity.Cmp(given.Size) > 0 {
		given.Size = capacity
	}
	if class := claim.Spec.StorageClassName; class != nil {
		given.Class = *class
	}
	return given, nil
}
