// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/uuid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

// bug is planted into an operator, to show that the harness finds it. The zero value is no bug.
type bug struct {
	name string
	// client stands between the operator's loop and its clients; wire below them.
	client func(client.Client, client.Reader) tampered
	wire   func(http.RoundTripper) http.RoundTripper
	// sender stands between it and the provider's backend.
	sender func(messenger) messenger
	// dying is how long a pod still runs that is being ended, if longer than usual: time enough to be taken for gone.
	dying time.Duration
}

// tampered is an operator's client with a bug in it, and its uncached reader with the same one.
type tampered interface {
	client.Client
	live() client.Reader
}

// honest passes everything on: bugs replace single methods.
type honest struct {
	client.Client
	reader client.Reader
}

func (h honest) live() client.Reader { return h.reader }

// hasty creates the Job of an attempt before it records the attempt.
type hasty struct {
	honest
	recording *func(context.Context) error
}

func newHasty(c client.Client, live client.Reader) tampered {
	return hasty{honest: honest{c, live}, recording: new(func(context.Context) error)}
}

func (h hasty) Status() client.SubResourceWriter { return hastyStatus{h.honest.Status(), h} }

func (h hasty) Create(ctx context.Context, o client.Object, opts ...client.CreateOption) error {
	err := h.honest.Create(ctx, o, opts...)
	if _, is := o.(*batchv1.Job); is && *h.recording != nil {
		record := *h.recording
		*h.recording = nil
		if failed := record(ctx); failed != nil {
			return failed
		}
	}
	return err
}

type hastyStatus struct {
	client.SubResourceWriter
	hasty hasty
}

func (s hastyStatus) Patch(ctx context.Context, o client.Object, patch client.Patch, opts ...client.SubResourcePatchOption) error {
	data, err := patch.Data(o)
	if err != nil {
		return err
	}
	if !strings.Contains(string(data), `"attempts"`) {
		return s.SubResourceWriter.Patch(ctx, o, patch, opts...)
	}
	later := o.DeepCopyObject().(client.Object)
	*s.hasty.recording = func(ctx context.Context) error {
		return s.SubResourceWriter.Patch(ctx, later, client.RawPatch(patch.Type(), data), opts...)
	}
	return nil
}

// trusting takes a missing Job for one that succeeded.
type trusting struct {
	honest
	from client.Reader
	wf   *v1alpha1.Workflow
}

func newTrusting(c client.Client, live client.Reader) tampered {
	return trusting{honest: honest{c, live}, from: c, wf: &v1alpha1.Workflow{}}
}

func (r trusting) live() client.Reader {
	r.from = r.reader
	return r
}

func (r trusting) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	err := r.from.Get(ctx, key, o, opts...)
	if wf, is := o.(*v1alpha1.Workflow); is && err == nil {
		*r.wf = *wf
	}
	job, is := o.(*batchv1.Job)
	if !is || !apierrors.IsNotFound(err) {
		return err
	}
	job.Name, job.Namespace = key.Name, key.Namespace
	job.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(r.wf, v1alpha1.GroupVersion.WithKind("Workflow"))}
	job.Status.Conditions = []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now()}}
	return nil
}

// impatient takes what is being deleted for gone.
type impatient struct {
	honest
	from client.Reader
}

func newImpatient(c client.Client, live client.Reader) tampered { return impatient{honest{c, live}, c} }

func (i impatient) live() client.Reader {
	i.from = i.reader
	return i
}

func (i impatient) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	err := i.from.Get(ctx, key, o, opts...)
	if _, is := o.(*batchv1.Job); is && err == nil && !o.GetDeletionTimestamp().IsZero() {
		return apierrors.NewNotFound(batchv1.Resource("jobs"), key.Name)
	}
	return err
}

func (i impatient) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	err := i.from.List(ctx, list, opts...)
	if pods, is := list.(*corev1.PodList); is {
		var living []corev1.Pod
		for _, pod := range pods.Items {
			if pod.DeletionTimestamp.IsZero() && metav1.GetControllerOf(&pod) != nil {
				living = append(living, pod)
			}
		}
		pods.Items = living
	}
	return err
}

// gullible takes what its caches show of a Workflow for what stands there.
type gullible struct{ honest }

func newGullible(c client.Client, live client.Reader) tampered { return gullible{honest{c, live}} }

func (g gullible) live() client.Reader { return believer{g.reader, g.Client} }

type believer struct {
	client.Reader
	cache client.Reader
}

func (b believer) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	if _, is := o.(*v1alpha1.Workflow); is {
		return b.cache.Get(ctx, key, o, opts...)
	}
	return b.Reader.Get(ctx, key, o, opts...)
}

// careless deletes Jobs without their pods, and does not look for these either.
type careless struct{ honest }

func newCareless(c client.Client, live client.Reader) tampered { return careless{honest{c, live}} }

func (c careless) Delete(ctx context.Context, o client.Object, opts ...client.DeleteOption) error {
	if _, pod := o.(*corev1.Pod); pod {
		return nil
	}
	return c.honest.Delete(ctx, o, append(opts, client.PropagationPolicy(metav1.DeletePropagationOrphan))...)
}

func (c careless) DeleteAllOf(ctx context.Context, o client.Object, opts ...client.DeleteAllOfOption) error {
	return c.honest.DeleteAllOf(ctx, o, append(opts, client.PropagationPolicy(metav1.DeletePropagationOrphan))...)
}

// hurried deletes the Job of an attempt that it should end, and so gives its name back.
type hurried struct{ honest }

func newHurried(c client.Client, live client.Reader) tampered { return hurried{honest{c, live}} }

func (h hurried) Patch(ctx context.Context, o client.Object, _ client.Patch, _ ...client.PatchOption) error {
	return h.Delete(ctx, o, client.PropagationPolicy(metav1.DeletePropagationBackground))
}

// forgetful writes statuses without the resource version that they were decided on.
func forgetful(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		if req.Method != http.MethodPatch || !strings.HasSuffix(req.URL.Path, "/status") {
			return next.RoundTrip(req)
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		var document map[string]any
		if err := json.Unmarshal(body, &document); err != nil {
			return nil, err
		}
		delete(document, "metadata")
		if body, err = json.Marshal(document); err != nil {
			return nil, err
		}
		changed := req.Clone(req.Context())
		changed.Body, changed.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return next.RoundTrip(changed)
	})
}

// sending is a messenger with a bug in it.
type sending func(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome

func (f sending) Send(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome {
	return f(ctx, to, n)
}

// dropping says that stop notices arrived, and does not send them.
func dropping(next messenger) messenger {
	return sending(func(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome {
		if n.Event == notify.Stop {
			return notify.Outcome{Result: notify.Delivered}
		}
		return next.Send(ctx, to, n)
	})
}

// renaming tells a notice under another id at every attempt.
func renaming(next messenger) messenger {
	return sending(func(ctx context.Context, to config.Secret, n notify.Notice) notify.Outcome {
		n.WorkflowUID = string(uuid.NewUUID())
		return next.Send(ctx, to, n)
	})
}
