// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// This file plays the kubelet, and the scheduler for a pod that has no node yet. kwok could move pods by stages of its own, but a stage goes by time alone, while a
// scenario says what comes before what: a pod ends after its start was recorded, or before.

// dying is how long a pod that is being ended still runs.
const dying = 250 * time.Millisecond

func (r *run) bind(ctx context.Context, pod *corev1.Pod) error {
	if pod.Spec.NodeName != "" {
		return nil
	}
	pod.Spec.NodeName = nodeOf(r.namespace)
	binding := &corev1.Binding{Target: corev1.ObjectReference{Kind: "Node", Name: pod.Spec.NodeName}}
	if err := r.cluster.admin.SubResource("binding").Create(ctx, pod, binding); err != nil {
		return err
	}
	return r.record.await(ctx, "the pod is bound", func() bool {
		bound, ok := r.record.objects[keyOf(pod)].(*corev1.Pod)
		return !ok || bound.Spec.NodeName != ""
	})
}

func (r *run) report(ctx context.Context, pod *corev1.Pod, change func(*corev1.PodStatus)) error {
	before := pod.DeepCopy()
	change(&pod.Status)
	return r.cluster.admin.Status().Patch(ctx, pod, client.MergeFrom(before))
}

func container(status *corev1.PodStatus, state corev1.ContainerState) {
	status.ContainerStatuses = []corev1.ContainerStatus{{Name: render.MainContainer, Image: "x", ImageID: "x", State: state}}
}

func (r *run) starts(ctx context.Context, pod *corev1.Pod) error {
	return r.report(ctx, pod, func(s *corev1.PodStatus) {
		s.Phase = corev1.PodRunning
		container(s, corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: r.nodeTime(0)}})
	})
}

// schedulerSays are its words when no node takes a pod.
var schedulerSays = map[string]string{
	corev1.PodReasonUnschedulable: "0/4 nodes are available: 4 Insufficient memory.",
	plan.WaitingForVolume:         "0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
}

func (r *run) waits(ctx context.Context, pod *corev1.Pod, reason string) error {
	return r.report(ctx, pod, func(s *corev1.PodStatus) {
		if message, unscheduled := schedulerSays[reason]; unscheduled {
			s.Conditions = append(s.Conditions, corev1.PodCondition{
				Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable, Message: message,
			})
			return
		}
		container(s, corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: "as the kubelet put it"}})
	})
}

// ends lets the process of a pod exit.
func (r *run) ends(ctx context.Context, pod *corev1.Pod, verb string, args []string) error {
	r.used[pod.UID] = true
	end := &corev1.ContainerStateTerminated{Reason: "Completed", Message: r.cluster.words(stepOf(pod))}
	phase := corev1.PodSucceeded
	var podReason string
	var ran time.Duration
	if verb == "fails" {
		end, phase = &corev1.ContainerStateTerminated{Reason: "Error", ExitCode: 1}, corev1.PodFailed
	}
	for _, arg := range args {
		key, value, _ := strings.Cut(arg, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "exit":
			end.ExitCode = int32(n)
		case "reason":
			end.Reason = value
		case "pod":
			podReason = value
		case "code":
			end.Message = fmt.Sprintf(`{"code":%d,"message":"as the program put it"}`, n)
		case "full":
			end.Message = strings.Replace(end.Message, "{", `{"volumeFull":true,`, 1)
		case "ran":
			ran, _ = time.ParseDuration(value)
		default:
			return fmt.Errorf("a step cannot end with %q", arg)
		}
	}
	end.StartedAt, end.FinishedAt = r.nodeTime(-ran), r.nodeTime(0)
	return r.report(ctx, pod, func(s *corev1.PodStatus) {
		s.Phase, s.Reason = phase, podReason
		container(s, corev1.ContainerState{Terminated: end})
	})
}

// words are what a step of ours leaves as its termination message.
func (c *cluster) words(step string) string {
	if step != string(v1alpha1.StepPublish) {
		return "{}"
	}
	return `{"files":1,"bytes":6,"manifest":{"url":"ipfs://manifest","sha256":"ab","files":1,"bytes":6},` +
		`"outputs":[{"name":"outputs/hello.txt","type":"output","url":"ipfs://output","size":6}]}`
}

// disrupted is the condition of a pod that the system ends.
func disrupted(reason string) func(*corev1.PodStatus) {
	return func(s *corev1.PodStatus) {
		s.Conditions = append(s.Conditions, corev1.PodCondition{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue, Reason: reason})
	}
}

// evicted ends a pod for the node's sake, not for what it did itself.
func (r *run) evicted(ctx context.Context, pod *corev1.Pod) error {
	r.used[pod.UID] = true
	return r.report(ctx, pod, func(s *corev1.PodStatus) {
		s.Phase, s.Reason = corev1.PodFailed, "Evicted"
		disrupted("TerminationByKubelet")(s)
		container(s, corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
			ExitCode: 137, Reason: "Error", StartedAt: r.nodeTime(0), FinishedAt: r.nodeTime(0),
		}})
	})
}

func (r *run) drained(ctx context.Context, pod *corev1.Pod) error {
	return r.takenAway(ctx, pod, "EvictionByEvictionAPI")
}

// preempted makes room on the node for a pod that is more important.
func (r *run) preempted(ctx context.Context, pod *corev1.Pod) error {
	return r.takenAway(ctx, pod, corev1.PodReasonPreemptionByScheduler)
}

func (r *run) takenAway(ctx context.Context, pod *corev1.Pod, reason string) error {
	r.used[pod.UID] = true
	if err := r.report(ctx, pod, disrupted(reason)); err != nil {
		return err
	}
	return r.cluster.admin.Delete(ctx, pod)
}

// loseNode lets a pod be deleted, as by the taint of an unreachable node, and nobody there to end it.
func (r *run) loseNode(ctx context.Context, step string) error {
	pod, err := r.podOf(ctx, step, true)
	if err != nil {
		return err
	}
	r.lost.Store(new(make(chan struct{})))
	return r.drained(ctx, pod)
}

// bury takes away the pods that are being deleted, a moment after their process was told to end. The exit code is not
// reported: whether the operator would still see it is a race that both sides may win.
func (r *run) bury(ctx context.Context) {
	seen := map[types.UID]bool{}
	for {
		var dead *corev1.Pod
		err := r.record.await(ctx, "a pod is being deleted", func() bool {
			for _, pod := range all[*corev1.Pod](r.record) {
				if !pod.DeletionTimestamp.IsZero() && !hasEnded(pod) && !seen[pod.UID] {
					dead = pod.DeepCopy()
					return true
				}
			}
			return false
		})
		if err != nil {
			return
		}
		seen[dead.UID] = true
		if lost := r.lost.Load(); lost != nil {
			select {
			case <-*lost:
			case <-ctx.Done():
				return
			}
		}
		time.AfterFunc(max(dying, r.bug.dying), func() {
			err := r.cluster.admin.Delete(ctx, dead, client.GracePeriodSeconds(0), client.Preconditions{UID: &dead.UID})
			if client.IgnoreNotFound(err) != nil && ctx.Err() == nil {
				r.fail(fmt.Errorf("end pod %s: %w", dead.Name, err))
			}
		})
	}
}

// hasEnded tells of a pod of which the kubelet has nothing left to end.
func hasEnded(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// nodeTime is the run's time as a kubelet tells it: in whole seconds.
func (r *run) nodeTime(offset time.Duration) metav1.Time {
	return metav1.NewTime(r.clock.Now().Add(offset).Truncate(time.Second))
}
