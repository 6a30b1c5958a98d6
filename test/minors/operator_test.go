// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package minors

import (
	"context"
	"io/fs"
	"testing"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	ctrlconfig "sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// startOperator runs an operator for a namespace, until the test ends.
func (s *server) startOperator(t *testing.T, namespace string, dir fs.FS) {
	t.Helper()
	is := settings(t, map[string]string{"WATCH_NAMESPACES": namespace})
	templates, err := render.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	renderer := render.New(templates, render.SettingsFrom(is))
	mgr, err := ctrl.NewManager(s.config, ctrl.Options{
		Scheme: s.scheme, Cache: controller.CacheOptions(is.Operator.Namespaces), Metrics: metricsserver.Options{BindAddress: "0"},
		Controller: ctrlconfig.Controller{SkipNameValidation: new(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := &controller.Reconciler{
		Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Clock: clock.RealClock{},
		Renderer: func() *render.Renderer { return renderer },
		Recorder: mgr.GetEventRecorder("operator-engine"),
		Settings: controller.SettingsFrom(is),
	}
	if err := r.SetupWithManager(mgr, 1); err != nil {
		t.Fatal(err)
	}
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
