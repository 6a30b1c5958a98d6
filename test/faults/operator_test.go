// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"net/http"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	ctrlconfig "sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// operator is a running operator that knows only what the API server tells it.
type operator struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

// wrapping changes how an operator reaches the API server. A fault is put between them there, below all caches and
// clients, where a network has its faults too.
type wrapping func(http.RoundTripper) http.RoundTripper

// startOperator runs an operator for the run's namespace, until it is stopped. It needs no lease: who leads is the fault's
// matter.
func (r *run) startOperator(wrap wrapping) (*operator, error) {
	mgr, settings, err := r.newManager(wrap)
	if err != nil {
		return nil, err
	}
	templates, err := render.Load(os.DirFS("../../templates"))
	if err != nil {
		return nil, err
	}
	renderer := render.New(templates, render.SettingsFrom(settings))
	reconciler := &controller.Reconciler{
		Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Clock: &r.clock,
		Renderer: func() *render.Renderer { return renderer },
		Recorder: &events.FakeRecorder{}, // People's events are no part of the end.
		Settings: r.story.settings,
	}
	if r.bug.client != nil {
		tampered := r.bug.client(mgr.GetClient(), mgr.GetAPIReader())
		reconciler.Client, reconciler.Live = tampered, tampered.live()
	}
	if err := reconciler.SetupWithManager(mgr, 1); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	o := &operator{cancel: cancel, ended: make(chan struct{})}
	go func() {
		_ = mgr.Start(ctx) // What an operator that was cut off says at its end is no news.
		close(o.ended)
	}()
	return o, nil
}

func (r *run) newManager(wrap wrapping) (ctrl.Manager, config.Config, error) {
	settings, err := config.Load(r.environment())
	if err != nil {
		return nil, settings, err
	}
	c := rest.CopyConfig(r.cluster.config)
	if r.bug.wire != nil {
		c.Wrap(func(next http.RoundTripper) http.RoundTripper { return r.bug.wire(next) })
	}
	if wrap != nil {
		c.Wrap(func(next http.RoundTripper) http.RoundTripper { return wrap(next) })
	}
	mgr, err := ctrl.NewManager(c, ctrl.Options{
		Scheme:                  r.cluster.scheme,
		MapperProvider:          func(*rest.Config, *http.Client) (meta.RESTMapper, error) { return r.cluster.mapper, nil },
		Cache:                   controller.CacheOptions(settings.Operator.Namespaces),
		Client:                  client.Options{Cache: &client.CacheOptions{DisableFor: []client.Object{&corev1.Secret{}}}},
		Metrics:                 metricsserver.Options{BindAddress: "0"},
		Controller:              ctrlconfig.Controller{SkipNameValidation: new(true)},
		GracefulShutdownTimeout: new(5 * time.Second),
	})
	return mgr, settings, err
}

// environment is the least that an operator needs to be told.
func (r *run) environment() func(string) (string, bool) {
	variables := map[string]string{
		"OPERATOR_IMAGE": "operator-engine:test", "IPFS_OUTPUT": "http://ipfs.example.com:5001", "WATCH_NAMESPACES": r.namespace,
	}
	if r.story.filter {
		variables["FILTERING_CONTAINER"] = "filter:test"
	}
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

// stop ends the operator, and returns at once: what it still wants to write its fault keeps away.
func (o *operator) stop() { o.cancel() }
