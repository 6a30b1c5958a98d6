// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command notices measures whether a backend that never answers delays workflows: the time from a pod's success to the
// next Job, with many workflows at once, with such a backend and without one. Both are run by turns, on a real API server
// and a real controller-manager, with the operator's own program; nodes and pods are simulated. `make bench-notices` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/oceanprotocol/operator-engine/test/controlplane"
)

// What a backend that never answers may cost: at the median, and for the slowest in a hundred.
const (
	maxRatio    = 1.10
	maxP99Ratio = 1.30
)

// warmUpSize is how many workflows the first round has, which counts for neither: the API server's first requests are slow.
const warmUpSize = 50

func main() {
	var o options
	flag.IntVar(&o.n, "n", 1000, "how many workflows there are at a time")
	flag.IntVar(&o.rounds, "rounds", 2, "how often each of the two is measured")
	flag.Float64Var(&o.rate, "rate", 20, "how many pods succeed in a second")
	flag.StringVar(&o.manager, "manager", "bin/manager", "the operator's program")
	flag.StringVar(&o.log, "log", "", "folder for the operators' logs; none are kept if it is empty")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	klog.SetLogger(logr.Discard())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-notices:", err)
		os.Exit(1)
	}
}

type options struct {
	n, rounds    int
	rate         float64
	manager, log string
}

func run(ctx context.Context, o options) error {
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		return errors.New("it needs a control plane: run make bench-notices")
	}
	plane, err := controlplane.Start(ctx, controlplane.Options{CRDs: "config/crd", Nodes: 10})
	if err != nil {
		return err
	}
	defer plane.Stop()
	warmUp := &round{plane: plane, options: o, namespace: "warm-up"}
	warmUp.n = min(warmUpSize, o.n)
	if _, err := warmUp.run(ctx); err != nil {
		return fmt.Errorf("warm up: %w", err)
	}
	var with, without []time.Duration
	for i := range 2 * o.rounds {
		deaf := i%4 == 1 || i%4 == 2 // So that neither is always the first after the other.
		r := &round{plane: plane, options: o, namespace: fmt.Sprintf("bench-%d", i), deaf: deaf}
		took, err := r.run(ctx)
		if err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
		fmt.Printf("round %d of %d, %s: median %s, p99 %s\n", i+1, 2*o.rounds, r.name(), show(quantile(took, 0.5)), show(quantile(took, 0.99)))
		if deaf {
			with = append(with, took...)
		} else {
			without = append(without, took...)
		}
	}
	return judge(with, without, o.n)
}

// judge compares the two and prints the last line.
func judge(with, without []time.Duration, n int) error {
	ratio := func(q float64) float64 { return quantile(with, q).Seconds() / quantile(without, q).Seconds() }
	fmt.Printf("p99: with=%s without=%s, of %d and %d changes\n", show(quantile(with, 0.99)), show(quantile(without, 0.99)), len(with), len(without))
	fmt.Printf("bench-notices: ratio=%.2f p99_ratio=%.2f with=%s without=%s n=%d\n",
		ratio(0.5), ratio(0.99), show(quantile(with, 0.5)), show(quantile(without, 0.5)), n)
	if ratio(0.5) > maxRatio || ratio(0.99) > maxP99Ratio {
		return fmt.Errorf("a backend that never answers delays workflows: at most %.2f and %.2f are allowed", maxRatio, maxP99Ratio)
	}
	return nil
}

// quantile is the smallest of the durations that so many are not longer than.
func quantile(durations []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(durations))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func show(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }
