// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"net/http"
	"sync/atomic"
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
	"github.com/oceanprotocol/operator-engine/internal/courier"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/internal/templates"
)

// operator is a running operator that knows only what the API server tells it.
type operator struct {
	cancel  context.CancelFunc
	cache   client.Reader
	dead    atomic.Bool // the API server is out of its reach, for good
	folder  *templates.Folder
	stopped <-chan struct{}
	ended   chan struct{}
}

// wrapping changes how an operator reaches the API server. A fault is put between them there, below all caches and
// clients, where a network has its faults too.
type wrapping func(http.RoundTripper) http.RoundTripper

// startOperator runs an operator for the run's namespace, until it is stopped. It needs no lease: who leads is the fault's
// matter. One that is yet to be elected fills its caches and waits.
func (r *run) startOperator(wrap wrapping, elected <-chan struct{}) (*operator, error) {
	mgr, settings, err := r.newManager(wrap)
	if err != nil {
		return nil, err
	}
	folder, err := r.openTemplates(render.SettingsFrom(settings))
	if err != nil {
		return nil, err
	}
	if err := r.follow(mgr, folder); err != nil {
		return nil, err
	}
	notices, err := r.newCourier(mgr, settings.Notify)
	if err != nil {
		return nil, err
	}
	reconciler := &controller.Reconciler{
		Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Clock: &r.clock,
		Renderer: folder.Renderer,
		Recorder: &events.FakeRecorder{}, // People's events are no part of the end.
		Settings: r.story.settings,
		Notices:  notices,
	}
	if r.bug.client != nil {
		tampered := r.bug.client(mgr.GetClient(), mgr.GetAPIReader())
		reconciler.Client, reconciler.Live = tampered, tampered.live()
	}
	ctx, cancel := context.WithCancel(context.Background())
	if elected != nil {
		reconciler.Client = candidate{reconciler.Client, elected}
	}
	if err := reconciler.SetupWithManager(mgr, 1); err != nil {
		cancel()
		return nil, err
	}
	o := &operator{cancel: cancel, cache: mgr.GetCache(), folder: folder, stopped: ctx.Done(), ended: make(chan struct{})}
	r.mu.Lock()
	r.operators = append(r.operators, o)
	r.mu.Unlock()
	go func() {
		_ = mgr.Start(ctx) // What an operator that was cut off says at its end is no news.
		close(o.ended)
	}()
	return o, nil
}

// candidate holds an operator up in the first thing that each turn does, until it is elected.
type candidate struct {
	client.Client
	elected <-chan struct{}
}

func (c candidate) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	select {
	case <-c.elected:
	case <-ctx.Done():
		return ctx.Err()
	}
	return c.Client.Get(ctx, key, o, opts...)
}

// follow lets an operator take up changes of its templates, in a story that has some.
func (r *run) follow(mgr ctrl.Manager, folder *templates.Folder) error {
	if !r.story.templates {
		return nil
	}
	return mgr.Add(folder)
}

// newCourier makes whoever sends an operator's notices, or nothing if nobody wants any.
func (r *run) newCourier(mgr ctrl.Manager, settings config.Notify) (controller.Notices, error) {
	if !r.story.notices {
		return nil, nil
	}
	signer, err := notify.NewSigner(settings.PrivateKey)
	if err != nil {
		return nil, err
	}
	var sender messenger = notify.NewSender(notify.Options{Signer: signer})
	if r.bug.sender != nil {
		sender = r.bug.sender(sender)
	}
	c := courier.New(sender, settings, mgr.GetAPIReader(), &r.clock)
	return c, mgr.Add(c)
}

// messenger makes one attempt to tell a notice.
type messenger interface {
	Send(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome
}

func (r *run) newManager(wrap wrapping) (ctrl.Manager, config.Config, error) {
	settings, err := config.Load(r.environment())
	if err != nil {
		return nil, settings, err
	}
	c := controller.RestConfig(r.cluster.config)
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

// testKey signs the notices of these tests, and nothing else.
const testKey = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

// environment is the least that an operator needs to be told.
func (r *run) environment() func(string) (string, bool) {
	variables := map[string]string{
		"OPERATOR_IMAGE": "operator-engine:test", "IPFS_OUTPUT": "http://ipfs.example.com:5001", "WATCH_NAMESPACES": r.namespace,
	}
	if r.story.notices {
		backend := r.cluster.receiver.server.URL + "/" + r.namespace
		variables["NOTIFY_START_URL"], variables["NOTIFY_STOP_URL"] = backend+"/start", backend+"/stop"
		variables["OPERATOR_PRIVATE_KEY"] = testKey
	}
	if r.story.filter {
		variables["FILTERING_CONTAINER"] = "filter:test"
	}
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

// cutOff tells that the operator hears no more of what happens.
func (o *operator) cutOff() bool {
	select {
	case <-o.stopped:
		return true
	default:
		return o.dead.Load()
	}
}

// stop ends the operator, and returns at once: what it still wants to write its fault keeps away.
func (o *operator) stop() { o.cancel() }
