// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command burst creates many workflows that do nothing at once, waits until all have succeeded and nothing of them is left,
// and looks through the operator's log for errors. The kubelet is the only limit. `make bench-burst` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"k8s.io/client-go/kubernetes"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func main() {
	n := flag.Int("n", 200, "how many workflows to create")
	namespace := flag.String("namespace", "ocean-compute", "where the operator works")
	patience := flag.Duration("patience", time.Hour, "how long all of it may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, *patience)
	err := run(ctx, *n, *namespace)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-burst:", err)
		os.Exit(1)
	}
}

// burst is a run of this program.
type burst struct {
	client    client.WithWatch
	clientset *kubernetes.Clientset
	namespace string
	begin     time.Time
}

func run(ctx context.Context, n int, namespace string) error {
	b, err := newBurst(namespace)
	if err != nil {
		return err
	}
	if err := b.create(ctx, n); err != nil {
		return err
	}
	ended, err := b.awaitEnd(ctx, n)
	if err != nil {
		return err
	}
	if err := b.awaitNothingLeft(ctx); err != nil {
		return err
	}
	took := time.Since(b.begin)
	memory, err := b.operatorMemory(ctx)
	if err != nil {
		return err
	}
	complaints, err := b.errorsInLog(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("bench-burst: n=%d succeeded=%d leftover=0 log_errors=%d memory=%dMiB seconds=%.0f\n",
		n, ended, len(complaints), memory>>20, took.Seconds())
	if len(complaints) > 0 {
		return fmt.Errorf("the operator logged %d errors, the first of them: %s", len(complaints), complaints[0])
	}
	if ended != n {
		return errors.New("not all of them succeeded")
	}
	return nil
}

func newBurst(namespace string) (*burst, error) {
	config, err := ctrl.GetConfig()
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w", err)
	}
	config.QPS, config.Burst = 200, 400
	scheme := clientgoscheme.Scheme
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("build the scheme: %w", err)
	}
	c, err := client.NewWithWatch(config, client.Options{Scheme: scheme})
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	return &burst{client: c, clientset: clientset, namespace: namespace, begin: time.Now()}, nil
}
