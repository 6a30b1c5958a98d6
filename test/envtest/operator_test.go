// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	ctrlconfig "sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// operator is a running operator that watches one namespace, and all that it asks of the API server.
type operator struct {
	namespace string
	admin     client.WithWatch
	manager   ctrl.Manager
	settings  plan.Settings
	renderer  *render.Renderer
	clock     clock.PassiveClock
	notices   controller.Notices
	isolation controller.Isolation
	calls     *calls
	turns     *turns
	stop      func()
}

// environment is the least that an operator needs to be told.
var environment = map[string]string{
	"OPERATOR_IMAGE": "operator-engine:test",
	"IPFS_OUTPUT":    "http://ipfs.example.com:5001",
}

// startOperator runs an operator in a namespace of its own until the test ends, with settings given as names and values.
func startOperator(t *testing.T, given ...string) *operator {
	t.Helper()
	return startOperatorAt(t, clock.RealClock{}, given...)
}

// startOperatorAt is startOperator with another clock.
func startOperatorAt(t *testing.T, c clock.PassiveClock, given ...string) *operator {
	t.Helper()
	return startOperatorIn(t, namespace(t, admin(t)), c, given...)
}

// startOperatorIn is startOperatorAt in a namespace that is there, perhaps with workflows in it.
func startOperatorIn(t *testing.T, namespace string, c clock.PassiveClock, given ...string) *operator {
	t.Helper()
	return startOperatorOver(t, controller.RestConfig(server), namespace, c, given...)
}

// startOperatorOver is startOperatorIn over a wire of the test's own.
func startOperatorOver(t *testing.T, wire *rest.Config, namespace string, c clock.PassiveClock, given ...string) *operator {
	t.Helper()
	o, settings := newOperator(t, wire, namespace, c, given...)
	o.notices = addCourier(t, o.manager, settings.Notify)
	o.start(t)
	return o
}

// newOperator is an operator that does not run yet.
func newOperator(t *testing.T, wire *rest.Config, namespace string, c clock.PassiveClock, given ...string) (*operator, config.Config) {
	t.Helper()
	o := &operator{namespace: namespace, admin: admin(t), clock: c, calls: &calls{}, turns: newTurns()}
	settings := loadSettings(t, append(given, "WATCH_NAMESPACES", namespace))
	o.settings = controller.SettingsFrom(settings)
	wire.Wrap(o.calls.heard)
	var err error
	o.manager, err = ctrl.NewManager(wire, ctrl.Options{
		Scheme:     newScheme(),
		Cache:      controller.CacheOptions(settings.Operator.Namespaces),
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
	o.renderer = render.New(templates, render.SettingsFrom(settings))
	return o, settings
}

// start lets it work until the test ends.
func (o *operator) start(t *testing.T) {
	t.Helper()
	if err := o.reconciler(o.manager.GetEventRecorder("operator-engine")).SetupWithManager(o.manager, 2); err != nil {
		t.Fatal(err)
	}
	o.run(t)
}

func loadSettings(t *testing.T, given []string) config.Config {
	t.Helper()
	settings, err := config.Load(func(name string) (string, bool) {
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
	return settings
}

// reconciler is the operator's, or another that has its caches but remembers nothing.
func (o *operator) reconciler(recorder events.EventRecorder) *controller.Reconciler {
	return &controller.Reconciler{
		Client: watched{Client: o.manager.GetClient(), turns: o.turns}, Live: o.manager.GetAPIReader(), Clock: o.clock,
		Renderer: func() *render.Renderer { return o.renderer },
		Recorder: recorder,
		Settings: o.settings,
		Notices:  o.notices,

		Isolation: o.isolation,
	}
}

// run lets the operator work until it is stopped, at the latest when the test ends.
func (o *operator) run(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.manager.Start(ctx) }()
	o.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(o.stop)
}
