// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package dial connects the tests and benchmarks that need a whole cluster to the one that KUBECONFIG names.
package dial

import (
	"fmt"

	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// Cluster is a client that knows Workflows, may ask so often in a second, and twice as often for a moment; and how it
// reaches the cluster.
func Cluster(qps int) (client.WithWatch, *rest.Config, error) {
	config, err := ctrl.GetConfig()
	if err != nil {
		return nil, nil, fmt.Errorf("find the cluster: %w", err)
	}
	config.QPS, config.Burst = float32(qps), 2*qps
	scheme := clientgoscheme.Scheme
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, nil, fmt.Errorf("build the scheme: %w", err)
	}
	c, err := client.NewWithWatch(config, client.Options{Scheme: scheme})
	if err != nil {
		return nil, nil, fmt.Errorf("make a client: %w", err)
	}
	return c, config, nil
}
