// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package templates keeps the provider's templates up to date while the operator runs. What makes a template good is
// internal/render's to say.
package templates

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/fsnotify/fsnotify"
	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/oceanprotocol/operator-engine/internal/render"
)

var broken = prometheus.NewGauge(prometheus.GaugeOpts{
	Name: "operator_engine_templates_broken",
	Help: "1 if the templates as they lie in their folder cannot be used and the last good ones stay in use, else 0.",
})

func init() { metrics.Registry.MustRegister(broken) }

// Folder is a folder of templates. New objects are made from what lies there now; if that cannot be used, from what last
// could.
type Folder struct {
	path     string
	settings render.Settings
	current  atomic.Pointer[render.Renderer]
}

// Open reads the templates for the first time. They must be good.
func Open(path string, settings render.Settings) (*Folder, error) {
	f := &Folder{path: path, settings: settings}
	if err := f.read(); err != nil {
		return nil, err
	}
	return f, nil
}

// Renderer makes objects from the last good templates.
func (f *Folder) Renderer() *render.Renderer { return f.current.Load() }

func (f *Folder) read() error {
	t, err := render.Load(os.DirFS(f.path))
	if err != nil {
		return fmt.Errorf("read the templates in %s: %w", f.path, err)
	}
	f.current.Store(render.New(t, f.settings))
	return nil
}

// Start follows the folder until the context ends. A mounted ConfigMap changes as a whole, by a link within the folder.
func (f *Folder) Start(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the templates: %w", err)
	}
	defer watcher.Close()
	if err := watcher.Add(f.path); err != nil {
		return fmt.Errorf("watch the templates in %s: %w", f.path, err)
	}
	f.reread(ctx) // For what changed before the watch began.
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-watcher.Events:
			f.reread(ctx)
		case err := <-watcher.Errors:
			log.FromContext(ctx).Error(err, "Lost sight of the templates for a moment")
			f.reread(ctx)
		}
	}
}

// NeedLeaderElection lets an operator that waits for the lease have its templates ready.
func (f *Folder) NeedLeaderElection() bool { return false }

func (f *Folder) reread(ctx context.Context) {
	if err := f.read(); err != nil {
		broken.Set(1)
		log.FromContext(ctx).Error(err, "Kept the last good templates")
		return
	}
	broken.Set(0)
}
