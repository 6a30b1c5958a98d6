// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"maps"
	"sync"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// turns counts how often each workflow was looked at. Every turn begins with one look.
type turns struct {
	mu   sync.Mutex
	of   map[string]int
	news chan struct{}
}

func newTurns() *turns { return &turns{of: map[string]int{}, news: make(chan struct{}, 1)} }

func (o *turns) add(name string) {
	o.mu.Lock()
	o.of[name]++
	o.mu.Unlock()
	select {
	case o.news <- struct{}{}:
	default: // Whoever waits has news already.
	}
}

func (o *turns) sofar() map[string]int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return maps.Clone(o.of)
}

// sum counts all turns.
func (o *turns) sum() int {
	n := 0
	for _, of := range o.sofar() {
		n += of
	}
	return n
}

// awaitEach waits until so many workflows were looked at.
func (o *turns) awaitEach(t *testing.T, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for len(o.sofar()) < n {
		select {
		case <-o.news:
		case <-ctx.Done():
			t.Fatalf("%d of %d workflows were looked at", len(o.sofar()), n)
		}
	}
}

// watched is a client that tells of every look at a workflow.
type watched struct {
	client.Client

	turns *turns
}

func (w watched) Get(ctx context.Context, key client.ObjectKey, o client.Object, options ...client.GetOption) error {
	if _, ok := o.(*v1alpha1.Workflow); ok {
		w.turns.add(key.Name)
	}
	return w.Client.Get(ctx, key, o, options...)
}
