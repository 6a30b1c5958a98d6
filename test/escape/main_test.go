// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package escape

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/dial"
	"github.com/oceanprotocol/operator-engine/test/reach"
)

var (
	// cluster is the administrator's view of it.
	cluster client.WithWatch
	// program is where configure finds the static program.
	program string
	// targets are the addresses that attempts on the network are made on.
	targets map[string]string
)

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("E2E") == "" {
		fmt.Println("test/escape needs a cluster with an operator of its own in it: run it with `make test-escape`")
		os.Exit(0)
	}
	ctrl.SetLogger(logr.Discard())
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "test/escape:", err)
		reach.Close()
		os.Exit(1)
	}
	stop := total.progress()
	code := m.Run()
	stop()
	reach.Close()
	os.Exit(total.report(code))
}

// prepare connects to the cluster and brings the program to where workflows get it.
func prepare() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var err error
	if cluster, _, err = dial.Cluster(100); err != nil {
		return err
	}
	node, err := anyNode(ctx)
	if err != nil {
		return err
	}
	if targets, err = findTargets(ctx, node); err != nil {
		return err
	}
	fmt.Println("building the program and bringing it into the cluster")
	program, err = bringProgram(ctx, node.Status.NodeInfo.Architecture)
	return err
}
