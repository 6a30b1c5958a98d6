// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
)

var (
	scenarioFlag = flag.String("scenario", "", "play only the scenarios whose names match this glob")
	faultFlag    = flag.String("fault", "", "let only this fault happen, as a report names it: crash-after@7, old-view#2")
	seedFlag     = flag.Int64("seed", 1, "of every random choice")
	update       = flag.Bool("update", false, "write the scenarios' then lines anew from a run without faults")
)

// shared is the control plane of the whole run; each scenario is played in a namespace of its own.
var shared *cluster

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		fmt.Println("test/faults needs a control plane: run make test-faults")
		os.Exit(0)
	}
	ctrl.SetLogger(logr.Discard())
	klog.SetLogger(logr.Discard())
	os.Exit(serve(m))
}

func serve(m *testing.M) int {
	c, err := startCluster()
	if err != nil {
		fmt.Fprintln(os.Stderr, "start the control plane:", err)
		return 1
	}
	defer c.stop()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		c.stop() // Whoever ends the run ends what it started.
		os.Exit(1)
	}()
	shared = c
	stop := total.report()
	code := m.Run()
	stop()
	fmt.Printf("%d of %d planned crashes came about, %d of them alone in their run; of the others none of four runs had the write\n",
		total.crashes.Load(), total.planned.Load(), total.alone.Load())
	fmt.Println(total.line())
	if why := total.missed(); why != "" {
		fmt.Println(why)
		return 1
	}
	if code == 0 && total.differing.Load() > 0 {
		code = 1
	}
	return code
}
