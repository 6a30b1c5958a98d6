// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package e2e runs workflows on a real cluster, with real pods, a real IPFS node and a real S3 server, against operators
// that are deployed there as a user would deploy them. `make test-e2e` brings all of it up.
package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/test/dial"
	"github.com/oceanprotocol/operator-engine/test/reach"
)

// The namespaces in which the operators for IPFS and for S3 work.
const (
	toIPFS = "ocean-compute"
	toS3   = "ocean-compute-s3"
)

var (
	// cluster is the administrator's view of it.
	cluster client.WithWatch
	// clusterConfig is how to reach it.
	clusterConfig *rest.Config
)

func TestMain(m *testing.M) {
	if os.Getenv("E2E") == "" {
		fmt.Println("test/e2e needs a cluster with the operator in it: run it with `make test-e2e`")
		os.Exit(0)
	}
	ctrl.SetLogger(logr.Discard())
	var err error
	if cluster, clusterConfig, err = dial.Cluster(100); err != nil {
		fmt.Fprintln(os.Stderr, "test/e2e:", err)
		os.Exit(1)
	}
	code := m.Run()
	reach.Close()
	os.Exit(code)
}
