// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package preflight

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/isolation"
	"github.com/oceanprotocol/operator-engine/internal/isolation/probe"
	"github.com/oceanprotocol/operator-engine/internal/render"
)

// The parts of the pods of a round. Only the denied one has the labels of an algorithm.
const (
	partListener = "listener"
	partControl  = "control"
	partDenied   = "denied"
	partUsage    = "usage"
)

// program is where the image has the operator, which also is the probe.
const program = "/manager"

// port is where the listener listens. It is nobody's.
const port = "4953"

// sweepTime is how long taking probes away may take when the operator is told to end.
const sweepTime = 5 * time.Second

// round is one set of probes in a namespace.
type round struct {
	*Preflight

	namespace string
	// mark tells the round's objects from those of others.
	mark string
}

// probe finds out whether pods are isolated.
func (p *Preflight) probe(ctx context.Context, namespace string) isolation.Verdict {
	var control, denied isolation.Report
	err := p.once(ctx, namespace, func(ctx context.Context, r *round) (err error) {
		control, denied, err = r.run(ctx)
		return err
	})
	if err != nil {
		return isolation.Unproven(err)
	}
	return isolation.Judge(control, denied)
}

// once does one round, and leaves nothing of it behind, nor of an earlier one that was cut short.
func (p *Preflight) once(ctx context.Context, namespace string, do func(context.Context, *round) error) error {
	r := &round{Preflight: p, namespace: namespace, mark: strings.ToLower(rand.Text()[:8])}
	within, cancel := context.WithTimeoutCause(ctx, limit, errCutShort)
	defer cancel()
	err := r.sweep(within)
	if err == nil {
		err = do(within, r)
	}
	if sweepErr := r.sweep(context.WithoutCancel(ctx)); sweepErr != nil && ctx.Err() == nil {
		log.FromContext(ctx).Error(sweepErr, "Could not take probes away; they end by themselves")
	}
	return err
}

func (r *round) run(ctx context.Context) (control, denied isolation.Report, err error) {
	if err := r.options.Policies.Keep(ctx, r.namespace); err != nil {
		return control, denied, err
	}
	address, err := r.listen(ctx)
	if err != nil {
		return control, denied, err
	}
	args := []string{probe.Name, "--target=" + isolation.TargetPod + "=" + address, "--neighbours=" + port}
	for _, a := range r.options.Addresses {
		args = append(args, "--target="+a+"="+a)
	}
	// One after the other: what the control has reached was there before the other tries.
	if control, err = r.try(ctx, partControl, args); err != nil {
		return control, denied, err
	}
	denied, err = r.try(ctx, partDenied, args)
	return control, denied, err
}

// try runs one probe to its end, on the listener's node: elsewhere it would not share a link with it.
func (r *round) try(ctx context.Context, part string, args []string) (isolation.Report, error) {
	p := r.part(part, args)
	p.Beside = r.name(partListener)
	job, err := r.start(ctx, p)
	if err != nil {
		return isolation.Report{}, err
	}
	message, err := r.message(ctx, job)
	if err != nil {
		return isolation.Report{}, err
	}
	report, err := isolation.Decode(message, isolation.Attempts(r.options.Addresses))
	if err != nil {
		return report, fmt.Errorf("read what job %s found: %w", job.Name, err)
	}
	return report, nil
}

// listen starts another pod and waits for its address.
func (r *round) listen(ctx context.Context) (address string, err error) {
	job, err := r.start(ctx, r.part(partListener, []string{probe.Name, "--listen=:" + port}))
	if err != nil {
		return "", err
	}
	pod, err := r.await(ctx, job, func(pod *corev1.Pod) bool { return pod.Status.Phase == corev1.PodRunning && pod.Status.PodIP != "" })
	if err != nil {
		return "", err
	}
	return net.JoinHostPort(pod.Status.PodIP, port), nil
}

// name is that of the Job of a part.
func (r *round) name(part string) string { return "isolation-" + part + "-" + r.mark }

// part is a probe of this round.
func (r *round) part(part string, args []string) render.Probe {
	return render.Probe{
		Namespace: r.namespace, Name: r.name(part), Part: part, Denied: part == partDenied,
		Image: r.options.Image, Command: []string{program}, Args: args, Deadline: limit,
	}
}

func (r *round) start(ctx context.Context, p render.Probe) (*batchv1.Job, error) {
	job := r.options.Renderer().Probe(p)
	if err := r.options.Client.Create(ctx, job); err != nil {
		return nil, fmt.Errorf("create job %s/%s: %w", r.namespace, job.Name, err)
	}
	return job, nil
}

// message waits until a probe has ended and is what it left.
func (r *round) message(ctx context.Context, job *batchv1.Job) (string, error) {
	pod, err := r.await(ctx, job, func(pod *corev1.Pod) bool { return pod.Status.Phase == corev1.PodSucceeded })
	if err != nil {
		return "", err
	}
	ended := state(pod).Terminated
	if ended == nil {
		return "", fmt.Errorf("the pod of job %s left no word", job.Name)
	}
	return ended.Message, nil
}

// await waits until the pod of a Job is as it is needed. One that has failed will never be.
func (r *round) await(ctx context.Context, job *batchv1.Job, enough func(*corev1.Pod) bool) (*corev1.Pod, error) {
	var last *corev1.Pod
	for ctx.Err() == nil { // A watch ends with the API server that serves it.
		pod, err := r.watch(ctx, job, enough)
		if err != nil && ctx.Err() == nil {
			return nil, err
		}
		if pod == nil {
			continue
		}
		if last = pod; enough(pod) {
			return pod, nil
		}
		if pod.Status.Phase == corev1.PodFailed {
			return nil, fmt.Errorf("the pod of job %s failed: %s", job.Name, where(pod))
		}
	}
	return nil, fmt.Errorf("wait for the pod of job %s, which %s: %w", job.Name, where(last), context.Cause(ctx))
}

// watch looks at the pod of a Job until it is as it is needed, or will never be, or the watch ends.
func (r *round) watch(ctx context.Context, job *batchv1.Job, enough func(*corev1.Pod) bool) (*corev1.Pod, error) {
	events, err := r.options.Client.Watch(ctx, &corev1.PodList{}, client.InNamespace(r.namespace), client.MatchingLabels{v1alpha1.LabelProbe: job.Labels[v1alpha1.LabelProbe]})
	if err != nil {
		return nil, fmt.Errorf("watch pods of job %s: %w", job.Name, err)
	}
	defer events.Stop()
	var last *corev1.Pod
	for event := range events.ResultChan() {
		pod, ok := event.Object.(*corev1.Pod)
		if !ok || !metav1.IsControlledBy(pod, job) {
			continue
		}
		if last = pod; enough(pod) || pod.Status.Phase == corev1.PodFailed {
			return pod, nil
		}
	}
	return last, nil
}

// sweep takes away all probes of the namespace, and their claims. There is one operator that leads, and it probes once at a
// time.
func (r *round) sweep(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sweepTime)
	defer cancel()
	for _, kind := range []client.Object{&batchv1.Job{}, &corev1.PersistentVolumeClaim{}} {
		err := r.options.Client.DeleteAllOf(ctx, kind, client.InNamespace(r.namespace), client.HasLabels{v1alpha1.LabelProbe},
			client.PropagationPolicy(metav1.DeletePropagationBackground))
		if err != nil {
			return fmt.Errorf("delete the probes in %s: %w", r.namespace, err)
		}
	}
	return nil
}

func state(pod *corev1.Pod) corev1.ContainerState {
	for i := range pod.Status.ContainerStatuses {
		if pod.Status.ContainerStatuses[i].Name == render.MainContainer {
			return pod.Status.ContainerStatuses[i].State
		}
	}
	return corev1.ContainerState{}
}

// where says how far a pod has come.
func where(pod *corev1.Pod) string {
	if pod == nil {
		return "nobody has made"
	}
	said := []string{"is " + string(pod.Status.Phase), pod.Status.Reason, pod.Status.Message}
	if s := state(pod); s.Waiting != nil {
		said = append(said, s.Waiting.Reason, s.Waiting.Message)
	} else if s.Terminated != nil {
		said = append(said, fmt.Sprintf("exit code %d", s.Terminated.ExitCode), s.Terminated.Message)
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse {
			said = append(said, c.Reason, c.Message)
		}
	}
	return strings.Join(strings.Fields(strings.Join(said, " ")), " ")
}
