// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Command manager is the operator. It wires the parts together and decides nothing. With the first argument probe it is the
// program of the pods that find out whether algorithms have no network, and no operator.
package main

import (
	"flag"
	"fmt"
	stdlog "log"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/isolation/probe"
	"github.com/oceanprotocol/operator-engine/internal/notify"
	"github.com/oceanprotocol/operator-engine/internal/version"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == probe.Name {
		os.Exit(probe.Main(os.Args[2:], os.Stderr))
	}
	var o options
	flag.StringVar(&o.metricsAddress, "metrics-bind-address", ":8443", "where metrics are served over TLS to those whom the API server authorizes; 0 turns them off")
	flag.StringVar(&o.probeAddress, "health-probe-bind-address", ":8081", "where /healthz and /readyz are served; 0 turns them off")
	flag.BoolVar(&o.leaderElection, "leader-elect", true, "run only while holding the lease, so that two operators never act at once")
	flag.IntVar(&o.workers, "workers", 4, "how many workflows are looked at in parallel")
	flag.Float64Var(&o.qps, "kube-api-qps", 50, "how many requests a second the API server gets over a longer time")
	flag.IntVar(&o.burst, "kube-api-burst", 100, "how many requests at once the API server gets")
	flag.Parse()

	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options) error {
	settings, err := config.Load(os.LookupEnv)
	if err != nil {
		return fmt.Errorf("the settings in the environment cannot be used:\n%w", err)
	}
	log, err := newLogger(settings.Operator.LogLevel)
	if err != nil {
		return err
	}
	ctrl.SetLogger(log)
	klog.SetLogger(log) // The client library's lines too, such as those of the lease.
	stdlog.SetOutput(notify.StandardLog(os.Stderr))
	ctx := logr.NewContext(ctrl.SetupSignalHandler(), log)

	restConfig, err := ctrl.GetConfig()
	if err != nil {
		return fmt.Errorf("find the cluster: %w", err)
	}
	mgr, err := newManager(restConfig, o, settings)
	if err != nil {
		return err
	}
	log.Info("Started", "version", version.Version, "namespaces", settings.Operator.Namespaces,
		"signer", settings.Notify.Address)
	if err := mgr.Start(ctx); err != nil {
		return fmt.Errorf("run the manager: %w", err)
	}
	return nil
}
