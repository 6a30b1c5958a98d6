// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"context"
	"errors"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// Preflight probes each watched namespace.
type Preflight struct {
	options Options

	mu       sync.Mutex
	verdicts map[string]isolation.Verdict
	bounds   map[string]bounds
	changed  chan event.GenericEvent
}

// Options are what it works with, and what the provider sets.
type Options struct {
	// Client asks the API server itself. Probes are none of what the caches hold.
	Client   client.WithWatch
	Recorder events.EventRecorder
	Clock    clock.WithTicker
	// Renderer gives the renderer of the moment.
	Renderer func() *render.Renderer
	// Policies bring about that there is a policy to be proven.
	Policies Keeper
	// Namespaces are those that are watched.
	Namespaces []string
	// Interval is the pause between probes of a namespace.
	Interval time.Duration
	// Addresses are tried besides what every cluster has.
	Addresses []string
	// Image holds the program that probes.
	Image string
}

// Keeper keeps the policy of a namespace.
type Keeper interface {
	Keep(ctx context.Context, namespace string) error
}

const (
	// retryPause is the pause after probes that came to no end, or found out nothing.
	retryPause = 2 * time.Minute
	// limit is how long probes may take, from their creation to the last one's end: images may have to be pulled. None of
	// them lives longer, even if nobody takes it away.
	limit = 4 * time.Minute
)

// New makes a Preflight. Until it is started nothing is known.
func New(o Options) *Preflight {
	return &Preflight{options: o, verdicts: map[string]isolation.Verdict{}, bounds: map[string]bounds{}, changed: make(chan event.GenericEvent, len(o.Namespaces))}
}

// NeedLeaderElection keeps an operator that waits for the lease from probing.
func (p *Preflight) NeedLeaderElection() bool { return true }

// Start probes until the context ends.
func (p *Preflight) Start(ctx context.Context) error {
	var all sync.WaitGroup
	for _, namespace := range p.options.Namespaces {
		all.Go(func() {
			p.look(log.IntoContext(ctx, log.FromContext(ctx).WithValues("namespace", namespace)), namespace)
		})
	}
	all.Wait()
	return nil
}

// look probes one namespace again and again.
func (p *Preflight) look(ctx context.Context, namespace string) {
	for {
		verdict := p.probe(ctx, namespace)
		if ctx.Err() != nil {
			return // What was cut short says nothing.
		}
		p.learn(ctx, namespace, verdict)
		p.learnBounds(ctx, namespace, verdict)
		if ctx.Err() != nil {
			return
		}
		timer := p.options.Clock.NewTimer(p.pause(verdict))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C():
		}
	}
}

func (p *Preflight) pause(v isolation.Verdict) time.Duration {
	if v.PoliciesEnforced == metav1.ConditionUnknown {
		return min(retryPause, p.options.Interval)
	}
	return p.options.Interval
}

// learn keeps a verdict, tells it, and has those workflows looked at for which it may matter.
func (p *Preflight) learn(ctx context.Context, namespace string, v isolation.Verdict) {
	before, known := p.of(namespace)
	p.mu.Lock()
	p.verdicts[namespace] = v
	p.mu.Unlock()
	measure(namespace, v)
	if err := p.publishVerdict(ctx, namespace, v); err != nil {
		log.FromContext(ctx).Error(err, "Could not publish what is known of isolation")
	}
	if known && isolationOf(before) == isolationOf(v) {
		return
	}
	select {
	case p.changed <- event.GenericEvent{Object: &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}}:
	case <-ctx.Done():
	}
}

func (p *Preflight) of(namespace string) (isolation.Verdict, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	v, ok := p.verdicts[namespace]
	return v, ok
}

// Of is what is known of a namespace, as the plan needs it.
func (p *Preflight) Of(namespace string) plan.Isolation {
	v, ok := p.of(namespace)
	if !ok {
		return plan.Isolation{Awaited: true}
	}
	return isolationOf(v)
}

// isolationOf leaves out what a workflow need not be looked at again for.
func isolationOf(v isolation.Verdict) plan.Isolation {
	return plan.Isolation{PoliciesEnforced: v.PoliciesEnforced == metav1.ConditionTrue, Proven: v.Proven(), Message: v.Message}
}

// Changed has the namespaces of which something else is known than before.
func (p *Preflight) Changed() <-chan event.GenericEvent { return p.changed }

// errCutShort ends the probes of a namespace that take too long.
var errCutShort = errors.New("they took longer than " + limit.String())

// errNotTried is why nothing is known of bounds where the probes of the network failed.
var errNotTried = errors.New("the probes of the network did not come to their end")
