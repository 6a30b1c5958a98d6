// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

var (
	attempts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "operator_engine_notice_attempts_total",
		Help: "Attempts to send a notice to the provider's backend, by notice and result.",
	}, []string{"notice", "result"})

	durations = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "operator_engine_notice_attempt_duration_seconds",
		Help:    "How long attempts to send a notice took.",
		Buckets: []float64{0.01, 0.03, 0.1, 0.3, 1, 3, 10, 15, 30, 60},
	}, []string{"notice"})
)

func init() {
	metrics.Registry.MustRegister(attempts, durations)
}

func count(n plan.Notice, o notify.Outcome) {
	attempts.WithLabelValues(string(n), string(o.Result)).Inc()
	durations.WithLabelValues(string(n)).Observe(o.Duration.Seconds())
}

// unsent counts an attempt for which the job's secret could not be read.
func unsent(n plan.Notice) { attempts.WithLabelValues(string(n), "unsent").Inc() }
