// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

var givenUp = prometheus.NewCounterVec(prometheus.CounterOpts{
	Name: "operator_engine_notices_given_up_total",
	Help: "Notices to the provider's backend that were given up, by notice and reason.",
}, []string{"notice", "reason"})

func init() { metrics.Registry.MustRegister(givenUp) }

func countGivenUp(before, after v1alpha1.WorkflowStatus) {
	for n, reason := range plan.GivenUp(before, after) {
		givenUp.WithLabelValues(string(n), reason).Inc()
	}
}
