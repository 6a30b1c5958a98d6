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

func (t *turns) add(name string) {
	t.mu.Lock()
	t.of[name]++
	t.mu.Unlock()
	select {
	case t.news <- struct{}{}:
	default: // Whoever waits has news already.
	}
}

func (t *turns) sofar() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.of)
}

// sum counts all turns.
func (t *turns) sum() int {
	n := 0
	for _, of := range t.sofar() {
		n += of
	}
	return n
}

// awaitEach waits until so many workflows were looked at.
func (t *turns) awaitEach(tt *testing.T, n int) {
	tt.Helper()
	ctx, cancel := context.WithTimeout(tt.Context(), patience)
	defer cancel()
	for len(t.sofar()) < n {
		select {
		case <-t.news:
		case <-ctx.Done():
			tt.Fatalf("%d of %d workflows were looked at", len(t.sofar()), n)
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
