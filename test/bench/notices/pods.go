// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/render"
	"github.com/oceanprotocol/operator-engine/test/controlplane"
)

// This file plays scheduler and kubelet.

// each does something n times, a few at a time.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for i := range n {
		group.Go(func() error { return do(ctx, i) })
	}
	return group.Wait()
}

// paced does something n times, so many a second however long each takes.
func paced(ctx context.Context, n int, rate float64, do func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	tick := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer tick.Stop()
	for i := range n {
		select {
		case <-tick.C:
			group.Go(func() error { return do(ctx, i) })
		case <-ctx.Done():
			return group.Wait()
		}
	}
	return group.Wait()
}

// letRun lets the pods of a step start, and waits until that is on record, for the steps of which it is.
func (r *round) letRun(ctx context.Context, step v1alpha1.StepKind) ([]*corev1.Pod, error) {
	var pods []*corev1.Pod
	if err := r.view.await(ctx, "all pods are there", func() bool {
		pods = r.view.podsOf(step)
		return len(pods) == r.n
	}); err != nil {
		return nil, err
	}
	if err := each(ctx, len(pods), func(ctx context.Context, i int) error {
		pod := pods[i].DeepCopy()
		pods[i] = pod
		binding := &corev1.Binding{Target: corev1.ObjectReference{Kind: "Node", Name: controlplane.NodeName(i % 10)}}
		if err := r.plane.Client.SubResource("binding").Create(ctx, pod, binding); err != nil {
			return fmt.Errorf("bind a pod: %w", err)
		}
		return r.report(ctx, pod, corev1.PodRunning, corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}})
	}); err != nil {
		return nil, err
	}
	return pods, r.view.await(ctx, "their start is on record", func() bool {
		return step != v1alpha1.StepAlgorithm || len(r.view.started) == r.n
	})
}

// letSucceed lets pods succeed one after the other, and measures how long each next Job takes to appear.
func (r *round) letSucceed(ctx context.Context, pods []*corev1.Pod, next v1alpha1.StepKind) ([]time.Duration, error) {
	var mu sync.Mutex
	succeeded := map[part]time.Time{}
	if err := paced(ctx, len(pods), r.rate, func(ctx context.Context, i int) error {
		at := time.Now()
		mu.Lock()
		succeeded[part{partOf(pods[i]).workflow, next}] = at
		mu.Unlock()
		return r.report(ctx, pods[i], corev1.PodSucceeded, corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
			Message: "{}", StartedAt: metav1.NewTime(at), FinishedAt: metav1.NewTime(at),
		}})
	}); err != nil {
		return nil, err
	}
	var took []time.Duration
	err := r.view.await(ctx, "all next Jobs are there", func() bool {
		took = took[:0]
		for p, at := range succeeded {
			if made, ok := r.view.jobs[p]; ok {
				took = append(took, made.Sub(at))
			}
		}
		return len(took) == len(pods)
	})
	return took, err
}

func (r *round) report(ctx context.Context, pod *corev1.Pod, phase corev1.PodPhase, state corev1.ContainerState) error {
	before := pod.DeepCopy()
	pod.Status.Phase = phase
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: render.MainContainer, Image: "x", ImageID: "x", State: state}}
	if err := r.plane.Client.Status().Patch(ctx, pod, client.MergeFrom(before)); err != nil {
		return fmt.Errorf("report of a pod: %w", err)
	}
	return nil
}
