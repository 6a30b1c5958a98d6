// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command burst creates many workflows that do nothing at once, and says what came of it. `make bench-burst` runs it;
// test/burst is what it does.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/oceanprotocol/operator-engine/test/burst"
	"github.com/oceanprotocol/operator-engine/test/dial"
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

func run(ctx context.Context, n int, namespace string) error {
	c, config, err := dial.Cluster(200)
	if err != nil {
		return err
	}
	result, err := burst.Run(ctx, burst.Options{
		Client: c, Config: config, Namespace: namespace, Workflows: n, Say: func(line string) { fmt.Println(line) },
	})
	if err != nil {
		return err
	}
	fmt.Println("bench-burst:", result)
	return result.Flaw()
}
