// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package burst creates many workflows that do nothing at once, waits until all have ended and nothing of them is left, and
// looks through the operator's log for errors. The kubelet is the only limit. A benchmark and an end-to-end test run it.
package burst

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Options are a burst: whose operator meets it, and how large it is.
type Options struct {
	Client    client.WithWatch
	Config    *rest.Config
	Namespace string
	Workflows int
	// Say tells from time to time how far it has come.
	Say func(line string)
}

// Result is what came of it.
type Result struct {
	Workflows, Succeeded int
	// Leftover names the objects that are still there though their workflows have ended.
	Leftover []string
	// LogErrors are the lines of level error in the operator's log.
	LogErrors []string
	// Memory is the operator's working set at the end, in bytes.
	Memory int64
	Took   time.Duration
}

// String is the result in a line.
func (r Result) String() string {
	return fmt.Sprintf("n=%d succeeded=%d leftover=%d log_errors=%d memory=%dMiB seconds=%.0f",
		r.Workflows, r.Succeeded, len(r.Leftover), len(r.LogErrors), r.Memory>>20, r.Took.Seconds())
}

// Flaw is what is wrong with the result, or nil.
func (r Result) Flaw() error {
	var flaws []error
	if r.Succeeded != r.Workflows {
		flaws = append(flaws, errors.New("not all of them succeeded"))
	}
	if len(r.Leftover) > 0 {
		flaws = append(flaws, fmt.Errorf("left over: %s", strings.Join(r.Leftover, ", ")))
	}
	if len(r.LogErrors) > 0 {
		flaws = append(flaws, fmt.Errorf("the operator logged %d errors, the first of them: %s", len(r.LogErrors), r.LogErrors[0]))
	}
	return errors.Join(flaws...)
}

// burst is a run of it.
type burst struct {
	Options

	clientset *kubernetes.Clientset
	begin     time.Time
	// mine are the UIDs of its workflows, and claims the names of their claims.
	mine, claims map[string]bool
}

// Run creates the workflows and sees them to their end. It takes away what it made, also when it fails.
func Run(ctx context.Context, o Options) (Result, error) {
	clientset, err := kubernetes.NewForConfig(o.Config)
	if err != nil {
		return Result{}, fmt.Errorf("make a client: %w", err)
	}
	b := &burst{Options: o, clientset: clientset, begin: time.Now(), mine: map[string]bool{}, claims: map[string]bool{}}
	before, err := b.operator(ctx)
	if err != nil {
		return Result{}, err
	}
	defer b.remove(context.WithoutCancel(ctx))
	if err := b.create(ctx); err != nil {
		return Result{}, err
	}
	r := Result{Workflows: o.Workflows}
	if r.Succeeded, err = b.awaitEnd(ctx); err != nil {
		return r, err
	}
	if r.Leftover, err = b.awaitNothingLeft(ctx); err != nil {
		return r, err
	}
	r.Took = time.Since(b.begin)
	if r.Memory, err = b.operatorMemory(ctx); err != nil {
		return r, err
	}
	if r.LogErrors, err = b.errorsInLog(ctx); err != nil {
		return r, err
	}
	after, err := b.operator(ctx)
	if err == nil && (after.UID != before.UID || restarts(after) != restarts(before)) {
		err = errors.New("the operator was started anew meanwhile: its log and its memory are not those of the burst")
	}
	return r, err
}
