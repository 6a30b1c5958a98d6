// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// recorder watches everything that the API server takes, for all namespaces at once, and keeps a record of each.
type recorder struct {
	mu      sync.Mutex
	records map[string]*record
	lost    error
}

func newRecorder() *recorder { return &recorder{records: map[string]*record{}} }

// of is the record of a namespace.
func (r *recorder) of(namespace string) *record {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.records[namespace] == nil {
		r.records[namespace] = newRecord()
	}
	return r.records[namespace]
}

// start watches until the context ends. It sees every version of every object, for it begins before there is any.
func (r *recorder) start(ctx context.Context, c client.WithWatch) error {
	for _, list := range []client.ObjectList{
		&v1alpha1.WorkflowList{}, &batchv1.JobList{}, &corev1.PodList{}, &corev1.PersistentVolumeClaimList{},
		&corev1.ConfigMapList{}, &corev1.SecretList{}, &corev1.ResourceQuotaList{}, &corev1.NamespaceList{},
	} {
		if err := c.List(ctx, list); err != nil {
			return err
		}
		go r.follow(ctx, c, list)
	}
	return nil
}

// follow watches one kind. Where a watch ends it is taken up again, so that no version is missed.
func (r *recorder) follow(ctx context.Context, c client.WithWatch, list client.ObjectList) {
	version := list.GetResourceVersion()
	for ctx.Err() == nil {
		watch, err := c.Watch(ctx, list, &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: version, TimeoutSeconds: new(int64(3600))}})
		if err != nil {
			r.lose(ctx, list, err)
			return
		}
		for event := range watch.ResultChan() {
			object, ok := event.Object.(client.Object)
			if !ok {
				if status := apierrors.FromObject(event.Object); apierrors.IsResourceExpired(status) || apierrors.IsGone(status) {
					r.lose(ctx, list, status)
					return
				}
				break
			}
			version = object.GetResourceVersion()
			namespace := object.GetNamespace()
			if _, is := object.(*corev1.Namespace); is {
				namespace = object.GetName()
			}
			r.of(namespace).note(event.Type, object)
		}
		watch.Stop()
	}
}

// lose makes every run fail from now on: what the recorder did not see it cannot judge.
func (r *recorder) lose(ctx context.Context, list client.ObjectList, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() == nil {
		r.lost = fmt.Errorf("the recorder lost its watch of %T: %w", list, err)
	}
}

// trouble is why the recorder cannot judge any more.
func (r *recorder) trouble() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lost
}
