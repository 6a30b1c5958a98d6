// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command latency measures what the operator adds: the wall time of a workflow that does nothing, against a chain of
// three bare pods on the same storage class and with as many volumes, each made when a watch shows that the last one
// succeeded. Both are run by turns, and the medians are compared. `make bench-latency` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/dial"
)

func main() {
	n := flag.Int("n", 7, "how many of each to run")
	namespace := flag.String("namespace", "ocean-compute", "where the operator works")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *n, *namespace)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-latency:", err)
		os.Exit(1)
	}
}

// bench is one of the two things that are compared.
type bench struct {
	client    client.WithWatch
	namespace string
}

func run(ctx context.Context, n int, namespace string) error {
	c, _, err := dial.Cluster(100)
	if err != nil {
		return err
	}
	b := &bench{client: c, namespace: namespace}
	var workflows, chains []time.Duration
	for i := range n {
		w, err := b.workflow(ctx, fmt.Sprintf("bench-%d", i))
		if err != nil {
			return fmt.Errorf("workflow %d: %w", i, err)
		}
		p, err := b.chain(ctx, fmt.Sprintf("bench-chain-%d", i))
		if err != nil {
			return fmt.Errorf("chain of pods %d: %w", i, err)
		}
		fmt.Printf("%d of %d: workflow %.2fs, pods %.2fs\n", i+1, n, w.Seconds(), p.Seconds())
		workflows, chains = append(workflows, w), append(chains, p)
	}
	w, p := median(workflows), median(chains)
	ratio := w.Seconds() / p.Seconds()
	fmt.Printf("bench-latency: ratio=%.2f workflow=%.2fs pods=%.2fs n=%d\n", ratio, w.Seconds(), p.Seconds(), n)
	if ratio > mostRatio {
		return fmt.Errorf("a workflow takes %.2f times as long as its pods alone, and may take %.2f", ratio, mostRatio)
	}
	return nil
}

// mostRatio is what a workflow may take, measured in chains of bare pods.
const mostRatio = 1.10

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return (d[(len(d)-1)/2] + d[len(d)/2]) / 2
}
