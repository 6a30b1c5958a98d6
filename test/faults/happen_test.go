// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// happen does what a story's when line says, as soon as it can: something that befalls a step waits until the step has a
// pod that it can befall.
//
//	stop is set | suspend is lifted | it shows REASON | it is finished | 10m pass | the quota relents
//	the workflow is deleted [without what it made] | the namespace is deleted | nobody is told
//	the job of STEP is deleted [unstarted | without its pod | and held] | the held job is let go
//	STEP starts | STEP succeeds | STEP fails [exit=N] [reason=WORD] [pod=WORD] [code=N] [ran=1h] | STEP waits REASON | STEP is evicted | STEP is drained | STEP is deleted [unstarted]
//	the node of STEP is lost | the node is back
//	STEP is preempted | there is left THINGS | publishing is asked for | OTHER is stopped
//	the templates break | the templates change | STEP is made from the changed templates
//	the receiver is down|is lost|answers N|accepts starts|accepts | the start|stop notice fails|is accepted
func (r *run) happen(ctx context.Context, line string) error {
	words := strings.Fields(line)
	switch {
	case line == "publishing is asked for":
		return r.patch(ctx, `{"metadata":{"annotations":{"`+v1alpha1.AnnotationPublishRequestedAt+`":"2026-11-23T12:00:00Z"}}}`)
	case isOther(words[0]):
		return r.stopOther(ctx, words[0])
	case line == "the templates break":
		return r.breakTemplates()
	case line == "the templates change":
		return r.changeTemplates(ctx)
	case strings.HasSuffix(line, " is made from the changed templates"):
		return r.madeFromChanged(ctx, words[0])
	case strings.HasPrefix(line, "the receiver "):
		r.record.setMood(words[len(words)-1])
		return nil
	case strings.HasSuffix(line, " notice is accepted"):
		return r.record.await(ctx, line, func() bool { return r.record.accepted(notify.Event(words[1])) })
	case strings.HasSuffix(line, " notice fails"):
		return r.noticeFailed(ctx, words[1])
	case line == "stop is set":
		return r.patch(ctx, `{"spec":{"stop":true}}`)
	case line == "suspend is lifted":
		return r.patch(ctx, `{"spec":{"suspend":false}}`)
	case strings.HasPrefix(line, "it shows "):
		return r.record.await(ctx, line, func() bool { return r.shows(words[2]) })
	case strings.HasPrefix(line, "there is left "):
		return r.record.await(ctx, line, func() bool { return "there is left "+r.record.leftLine() == line })
	case line == "it is finished":
		return r.record.await(ctx, line, func() bool { return r.record.last != nil && r.record.finished() })
	case strings.HasSuffix(line, " pass"):
		return r.pass(ctx, words[0])
	case line == "the quota relents":
		return r.relent(ctx)
	case line == "the workflow is deleted":
		return r.cluster.admin.Delete(ctx, r.workflow, client.PropagationPolicy(metav1.DeletePropagationBackground))
	case line == "the workflow is deleted without what it made":
		return r.cluster.admin.Delete(ctx, r.workflow, client.PropagationPolicy(metav1.DeletePropagationOrphan))
	case line == "nobody is told":
		return r.tellNobody(ctx)
	case line == "the namespace is deleted":
		return r.cluster.admin.Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: r.namespace}})
	case line == "the node is back":
		close(*r.lost.Load())
		return nil
	case strings.HasPrefix(line, "the node of "):
		return r.loseNode(ctx, words[3])
	case line == "the held job is let go":
		job := r.probe()
		job.Name = r.workflow.Name + "-algorithm-job"
		return r.cluster.admin.Patch(ctx, job, mergePatch(`{"metadata":{"finalizers":null}}`))
	case strings.HasPrefix(line, "the job of "):
		return r.deleteJob(ctx, words[3], strings.Join(words[6:], " "))
	}
	return r.befall(ctx, words)
}

// shows tells that the workflow says so of itself, and knows already of the attempt that the story spoke of last. The
// record must be locked.
func (r *run) shows(reason string) bool {
	last := r.record.last
	if last == nil || r.attempt != "" && r.record.intents[r.attempt] == "" {
		return false
	}
	c := meta.FindStatusCondition(last.Status.Conditions, v1alpha1.ConditionSucceeded)
	return c != nil && c.Reason == reason
}

// pass puts the clock forward, and calls the operator: its timers follow the real time. A view that lags has caught up before:
// no cache is as old as the time that a story lets pass.
func (r *run) pass(ctx context.Context, duration string) error {
	d, err := time.ParseDuration(duration)
	if err != nil {
		return err
	}
	if r.lags.Load() {
		if err := r.catchUpViews(ctx); err != nil {
			return err
		}
	}
	r.clock.forward(d)
	return r.call(ctx)
}

// call makes the operator look at the workflow.
func (r *run) call(ctx context.Context) error {
	r.calls++
	return client.IgnoreNotFound(r.patch(ctx, fmt.Sprintf(`{"metadata":{"annotations":{"faults/called":"%d"}}}`, r.calls)))
}

func (r *run) patch(ctx context.Context, document string) error {
	return r.cluster.admin.Patch(ctx, r.workflow.DeepCopy(), mergePatch(document))
}

func mergePatch(document string) client.Patch {
	return client.RawPatch(types.MergePatchType, []byte(document))
}

func (r *run) relent(ctx context.Context) error {
	if err := r.cluster.admin.Delete(ctx, noJobs(r.namespace)); err != nil {
		return err
	}
	// The server's quota lets a Job in a moment later, and nothing tells when.
	for {
		err := r.cluster.admin.Create(ctx, r.probe(), client.DryRunAll)
		if err == nil {
			return r.call(ctx)
		}
		if ctx.Err() != nil {
			return err
		}
	}
}

func (r *run) deleteJob(ctx context.Context, step, how string) error {
	pod, err := r.podOf(ctx, step, how != "unstarted")
	if err != nil {
		return err
	}
	propagation := metav1.DeletePropagationBackground
	if how == "without its pod" {
		propagation = metav1.DeletePropagationOrphan
	}
	r.used[pod.UID] = true
	job := r.probe()
	job.Name = metav1.GetControllerOf(pod).Name
	if how == "and held" {
		if err := r.cluster.admin.Patch(ctx, job.DeepCopy(), mergePatch(`{"metadata":{"finalizers":["example.com/hold"]}}`)); err != nil {
			return err
		}
		if err := r.cluster.admin.Delete(ctx, job, client.PropagationPolicy(propagation)); err != nil {
			return err
		}
		return r.record.await(ctx, "its pod is gone", func() bool { return r.record.objects[keyOf(pod)] == nil })
	}
	return r.cluster.admin.Delete(ctx, job, client.PropagationPolicy(propagation))
}

// befall does something to the pod of a step.
func (r *run) befall(ctx context.Context, words []string) error {
	step, verb, args := words[0], words[1], words[2:]
	early := verb != "is" || args[0] == "evicted" || slices.Equal(args, []string{"deleted", "unstarted"})
	pod, err := r.podOf(ctx, step, !early)
	if err != nil {
		return err
	}
	what := strings.Join(words[1:], " ")
	switch {
	case verb == "starts":
		if err := r.starts(ctx, pod); err != nil || !strings.HasPrefix(step, "algorithm") {
			return err
		}
		return r.record.await(ctx, "the start of "+step+" is recorded", func() bool {
			return r.record.last != nil && stepsOf(r.record.last.Status)[step].StartTime != nil
		})
	case verb == "waits":
		return r.waits(ctx, pod, args[0])
	case verb == "succeeds", verb == "fails":
		return r.ends(ctx, pod, verb, args)
	case what == "is deleted", what == "is deleted unstarted":
		r.used[pod.UID] = true
		return r.cluster.admin.Delete(ctx, pod)
	case what == "is evicted":
		return r.evicted(ctx, pod)
	case what == "is drained":
		return r.drained(ctx, pod)
	case what == "is preempted":
		return r.preempted(ctx, pod)
	}
	return fmt.Errorf("a step cannot %q", what)
}

// podOf waits until a step has a pod that has not ended and that nobody is ending, on a node.
func (r *run) podOf(ctx context.Context, step string, started bool) (*corev1.Pod, error) {
	var found *corev1.Pod
	what := "there is a pod of " + step
	err := r.record.await(ctx, what, func() bool {
		for _, pod := range all[*corev1.Pod](r.record) {
			ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
			if r.record.isOfStory(pod) && stepOf(pod) == step && !ended && pod.DeletionTimestamp.IsZero() && !r.used[pod.UID] && (!started || pod.Status.Phase == corev1.PodRunning) {
				found = pod.DeepCopy()
				return true
			}
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	r.attempt = attemptOf(found)
	return found, r.bind(ctx, found)
}
