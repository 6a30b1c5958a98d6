// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/oceanprotocol/operator-engine/internal/isolation"
)

// isolated has one series for each watched namespace and each of the two barriers.
var isolated = prometheus.NewGaugeVec(prometheus.GaugeOpts{
	Name: "operator_engine_isolation",
	Help: "Whether a barrier was seen to keep probes in, by namespace and barrier (policies, filter): 1 it was, 0 it was not, -1 unknown.",
}, []string{"namespace", "barrier"})

// bounded has one series for each watched namespace and each of the two bounds.
var bounded = prometheus.NewGaugeVec(prometheus.GaugeOpts{
	Name: "operator_engine_bounds",
	Help: "Whether what a pod uses up was seen to have an end, by namespace and bound (volumes, processes): 1 it has, 0 it has not, -1 unknown.",
}, []string{"namespace", "bound"})

func init() { metrics.Registry.MustRegister(isolated, bounded) }

func measureBounds(namespace string, b isolation.Bounds) {
	bounded.WithLabelValues(namespace, "volumes").Set(number(b.Volumes.Status))
	bounded.WithLabelValues(namespace, "processes").Set(number(b.Processes.Status))
}

func measure(namespace string, v isolation.Verdict) {
	isolated.WithLabelValues(namespace, "policies").Set(number(v.PoliciesEnforced))
	isolated.WithLabelValues(namespace, "filter").Set(number(v.FilterHolds))
}

func number(status metav1.ConditionStatus) float64 {
	switch status {
	case metav1.ConditionTrue:
		return 1
	case metav1.ConditionFalse:
		return 0
	}
	return -1
}
