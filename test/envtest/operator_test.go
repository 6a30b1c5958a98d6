// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"os"
	"sync/atomic"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	ctrlconfig "sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// operator is a running operator that watches one namespace, and a count of what it writes.
type operator struct {
	namespace string
	admin     client.WithWatch
	writes    *atomic.Int32
	// notices is nil if there is nobody to be told.
	notices controller.Notices
}

// environment is the least that an operator needs to be told.
var environment = map[string]string{
	"OPERATOR_IMAGE": "operator-engine:test",
	"IPFS_OUTPUT":    "http://ipfs.example.com:5001",
}

// startOperator runs an operator until the test ends, with settings given as names and values.
func startOperator(t *testing.T, given ...string) *operator {
	t.Helper()
	o := &operator{admin: admin(t), writes: &atomic.Int32{}}
	o.namespace = namespace(t, o.admin)
	settings, err := config.Load(func(name string) (string, bool) {
		if name == "WATCH_NAMESPACES" {
			return o.namespace, true
		}
		for i := 0; i < len(given); i += 2 {
			if given[i] == name {
				return given[i+1], true
			}
		}
		value, ok := environment[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	mgr, err := ctrl.NewManager(server, ctrl.Options{
		Scheme:     newScheme(),
		Cache:      controller.CacheOptions(settings.Operator.Namespaces),
		NewClient:  o.counting,
		Metrics:    metricsserver.Options{BindAddress: "0"},
		Controller: ctrlconfig.Controller{SkipNameValidation: new(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	templates, err := render.Load(os.DirFS("../../templates"))
	if err != nil {
		t.Fatal(err)
	}
	renderer := render.New(templates, render.SettingsFrom(settings))
	o.notices = addCourier(t, mgr, settings.Notify)
	r := &controller.Reconciler{
		Notices: o.notices,
		Client:  mgr.GetClient(), Live: mgr.GetAPIReader(), Clock: clock.RealClock{},
		Renderer: func() *render.Renderer { return renderer },
		Recorder: mgr.GetEventRecorder("operator-engine"),
		Settings: controller.SettingsFrom(settings),
	}
	if err := r.SetupWithManager(mgr, 2); err != nil {
		t.Fatal(err)
	}
	o.run(t, mgr)
	return o
}

func (o *operator) run(t *testing.T, mgr ctrl.Manager) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// counting makes the operator's client count every call that writes, also those that the server refuses.
func (o *operator) counting(c *rest.Config, options client.Options) (client.Client, error) {
	plain, err := client.New(c, options)
	if err != nil {
		return nil, err
	}
	watching, err := client.NewWithWatch(c, client.Options{Scheme: options.Scheme, HTTPClient: options.HTTPClient, Mapper: options.Mapper})
	if err != nil {
		return nil, err
	}
	return interceptor.NewClient(reading{WithWatch: watching, cached: plain}, interceptor.Funcs{
		Create: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.CreateOption) error {
			o.writes.Add(1)
			return c.Create(ctx, obj, opts...)
		},
		Delete: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.DeleteOption) error {
			o.writes.Add(1)
			return c.Delete(ctx, obj, opts...)
		},
		DeleteAllOf: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.DeleteAllOfOption) error {
			o.writes.Add(1)
			return c.DeleteAllOf(ctx, obj, opts...)
		},
		Update: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.UpdateOption) error {
			o.writes.Add(1)
			return c.Update(ctx, obj, opts...)
		},
		Patch: func(ctx context.Context, c client.WithWatch, obj client.Object, patch client.Patch, opts ...client.PatchOption) error {
			o.writes.Add(1)
			return c.Patch(ctx, obj, patch, opts...)
		},
		SubResourcePatch: func(ctx context.Context, c client.Client, sub string, obj client.Object, patch client.Patch, opts ...client.SubResourcePatchOption) error {
			o.writes.Add(1)
			return c.SubResource(sub).Patch(ctx, obj, patch, opts...)
		},
	}), nil
}

// reading reads from the caches and writes, and watches, without them.
type reading struct {
	client.WithWatch

	cached client.Client
}

func (r reading) Get(ctx context.Context, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
	return r.cached.Get(ctx, key, obj, opts...)
}

func (r reading) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	return r.cached.List(ctx, list, opts...)
}
