// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/isolation/preflight"
	"github.com/oceanprotocol/operator-engine/internal/templates"
)

// addPolicies makes whoever keeps the network policies.
func addPolicies(mgr ctrl.Manager, namespaces []string) (*controller.Policies, error) {
	p := &controller.Policies{
		Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Recorder: mgr.GetEventRecorder("operator-engine"), Namespaces: namespaces,
	}
	return p, p.SetupWithManager(mgr)
}

// addPreflight makes whoever finds out whether pods are isolated, or nothing if nobody is to look or nobody can.
func addPreflight(mgr ctrl.Manager, folder *templates.Folder, policies *controller.Policies, settings config.Config) (controller.Isolation, error) {
	is := settings.Isolation
	if is.Mode == config.IsolationOff {
		return nil, nil
	}
	if is.Image == "" {
		mgr.GetLogger().Info("Isolation is not probed, because OPERATOR_IMAGE is not set")
		return nil, nil
	}
	direct, err := client.NewWithWatch(mgr.GetConfig(), client.Options{Scheme: mgr.GetScheme(), HTTPClient: mgr.GetHTTPClient()})
	if err != nil {
		return nil, fmt.Errorf("make a client for the probes of isolation: %w", err)
	}
	p := preflight.New(preflight.Options{
		Client: direct, Recorder: mgr.GetEventRecorder("operator-engine"), Clock: clock.RealClock{}, Renderer: folder.Renderer, Policies: policies,
		Namespaces: settings.Operator.Namespaces, Interval: is.Interval, Addresses: is.Addresses, Image: is.Image,
	})
	if err := mgr.Add(p); err != nil {
		return nil, fmt.Errorf("add the probes of isolation: %w", err)
	}
	return p, nil
}
