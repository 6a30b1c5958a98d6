// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/test/controlplane"
	"github.com/oceanprotocol/operator-engine/test/gen"
	"github.com/oceanprotocol/operator-engine/test/process"
	"github.com/oceanprotocol/operator-engine/test/receivers/trial"
)

// round is one measurement, in a namespace and with an operator of its own.
type round struct {
	options

	plane     *controlplane.ControlPlane
	namespace string
	// deaf tells that there is a backend, which never answers.
	deaf bool
	view *view
}

// atOnce is how many notices wait for their answer before anything is measured.
const atOnce = 32

func (r *round) name() string {
	if r.deaf {
		return "with a backend that never answers"
	}
	return "without a backend"
}

// run measures the changes from configure to algorithm and from algorithm to publish.
func (r *round) run(ctx context.Context) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Minute)
	defer cancel()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: r.namespace}}
	if err := r.plane.Client.Create(ctx, ns); err != nil {
		return nil, fmt.Errorf("make a namespace: %w", err)
	}
	var err error
	if r.view, err = watch(ctx, r.plane.Client, r.namespace); err != nil {
		return nil, err
	}
	defer r.view.close()
	backend, err := newDeaf()
	if err != nil {
		return nil, err
	}
	defer backend.close()
	operator, err := r.operate(backend)
	if err != nil {
		return nil, err
	}
	defer operator.Stop()
	if err := r.submit(ctx); err != nil {
		return nil, err
	}
	took, err := r.measure(ctx, backend)
	if err != nil {
		return nil, err
	}
	operator.Stop()
	return took, r.clear(ctx, ns)
}

func (r *round) measure(ctx context.Context, backend *deaf) ([]time.Duration, error) {
	var all []time.Duration
	for _, step := range []struct{ is, next v1alpha1.StepKind }{
		{v1alpha1.StepConfigure, v1alpha1.StepAlgorithm}, {v1alpha1.StepAlgorithm, v1alpha1.StepPublish},
	} {
		pods, err := r.letRun(ctx, step.is)
		if err != nil {
			return nil, fmt.Errorf("let %s run: %w", step.is, err)
		}
		if r.deaf {
			if err := backend.await(ctx, min(atOnce, r.n)); err != nil {
				return nil, fmt.Errorf("wait for notices to hang: %w", err)
			}
		}
		took, err := r.letSucceed(ctx, pods, step.next)
		if err != nil {
			return nil, fmt.Errorf("let %s succeed: %w", step.is, err)
		}
		all = append(all, took...)
	}
	return all, nil
}

// operate starts the operator's program.
func (r *round) operate(backend *deaf) (*process.Process, error) {
	log := io.Discard
	if r.log != "" {
		file, err := os.Create(filepath.Join(r.log, r.namespace+".log"))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		log = file
	}
	templates, err := filepath.Abs("templates")
	if err != nil {
		return nil, err
	}
	command := exec.Command(r.manager, "--leader-elect=false", "--metrics-bind-address=0", "--health-probe-bind-address=0",
		"--kube-api-qps=2000", "--kube-api-burst=4000")
	command.Env = []string{
		"KUBECONFIG=" + r.plane.Kubeconfig, "TEMPLATES_DIR=" + templates, "OPERATOR_IMAGE=operator-engine:bench",
		"IPFS_OUTPUT=http://ipfs.example.com:5001", "POD_NAMESPACE=" + r.namespace, "WATCH_NAMESPACES=" + r.namespace,
		"ISOLATION=off", // There is no kubelet to run a probe.
	}
	if r.deaf {
		command.Env = append(command.Env, "NOTIFY_START_URL="+backend.url(), "NOTIFY_STOP_URL="+backend.url(), "OPERATOR_PRIVATE_KEY="+trial.Key)
	}
	return process.Start(command, log)
}

// submit creates the workflows, a few at a time.
func (r *round) submit(ctx context.Context) error {
	return each(ctx, r.n, func(ctx context.Context, i int) error {
		wf := gen.Workflow(gen.InNamespace(r.namespace), gen.Named(fmt.Sprintf("wf-%d", i)))
		wf.UID = ""
		if err := r.plane.Client.Create(ctx, wf); err != nil {
			return fmt.Errorf("create workflow %d: %w", i, err)
		}
		return nil
	})
}

// clear takes everything away, so that the next round finds the cluster as this one did. There is no kubelet to let pods go.
func (r *round) clear(ctx context.Context, ns *corev1.Namespace) error {
	if err := r.plane.Client.Delete(ctx, ns); err != nil {
		return fmt.Errorf("delete the namespace: %w", err)
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := r.plane.Client.DeleteAllOf(ctx, &corev1.Pod{}, client.InNamespace(r.namespace), client.GracePeriodSeconds(0)); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("delete pods: %w", err)
		}
		if err := r.plane.Client.Get(ctx, client.ObjectKeyFromObject(ns), ns); apierrors.IsNotFound(err) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the namespace does not go: %w", ctx.Err())
		}
	}
}
