// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/internal/templates"
)

type options struct {
	metricsAddress string
	probeAddress   string
	leaderElection bool
	workers        int
	qps            float64
	burst          int
}

// lease is the name of the lease that only one operator holds.
const lease = "operator-engine.oceanprotocol.com"

func newManager(restConfig *rest.Config, o options, settings config.Config) (ctrl.Manager, error) {
	folder, err := templates.Open(settings.Operator.TemplatesDir, render.SettingsFrom(settings))
	if err != nil {
		return nil, err
	}
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("build the scheme: %w", err)
	}
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("build the scheme: %w", err)
	}
	restConfig.QPS, restConfig.Burst = float32(o.qps), o.burst
	mgr, err := ctrl.NewManager(controller.RestConfig(restConfig), ctrl.Options{
		Scheme:                        scheme,
		Cache:                         controller.CacheOptions(settings.Operator.Namespaces),
		Client:                        client.Options{Cache: &client.CacheOptions{DisableFor: []client.Object{&corev1.Secret{}}}},
		Metrics:                       metricsserver.Options{BindAddress: o.metricsAddress, SecureServing: true, FilterProvider: filters.WithAuthenticationAndAuthorization, TLSOpts: []func(*tls.Config){onlyHTTP1}},
		HealthProbeBindAddress:        o.probeAddress,
		LeaderElection:                o.leaderElection,
		LeaderElectionID:              lease,
		LeaderElectionNamespace:       settings.Operator.Namespace,
		LeaderElectionReleaseOnCancel: true,
	})
	if err != nil {
		return nil, fmt.Errorf("make the manager: %w", err)
	}
	policies, err := addPolicies(mgr, settings.Operator.Namespaces)
	if err != nil {
		return nil, err
	}
	proof, err := addPreflight(mgr, folder, policies, settings)
	if err != nil {
		return nil, err
	}
	if err := addReconciler(mgr, folder, proof, o.workers, settings); err != nil {
		return nil, err
	}
	return mgr, addProbes(mgr)
}

// onlyHTTP1 keeps clients from opening many streams and resetting them, which costs a server more than it costs them
// (CVE-2023-44487).
func onlyHTTP1(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }

func addReconciler(mgr ctrl.Manager, folder *templates.Folder, proof controller.Isolation, workers int, settings config.Config) error {
	if err := mgr.Add(folder); err != nil {
		return fmt.Errorf("follow the templates: %w", err)
	}
	notices, err := addCourier(mgr, settings.Notify)
	if err != nil {
		return err
	}
	r := &controller.Reconciler{
		Client:    mgr.GetClient(),
		Live:      mgr.GetAPIReader(),
		Renderer:  folder.Renderer,
		Recorder:  mgr.GetEventRecorder("operator-engine"),
		Clock:     clock.RealClock{},
		Settings:  controller.SettingsFrom(settings),
		Notices:   notices,
		Isolation: proof,
	}
	return r.SetupWithManager(mgr, workers)
}

func addProbes(mgr ctrl.Manager) error {
	if err := mgr.AddHealthzCheck("healthz", healthz.Ping); err != nil {
		return fmt.Errorf("add the health probe: %w", err)
	}
	if err := mgr.AddReadyzCheck("readyz", healthz.Ping); err != nil {
		return fmt.Errorf("add the readiness probe: %w", err)
	}
	return nil
}
