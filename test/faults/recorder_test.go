// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// recorder watches everything that the API server takes, for all namespaces at once, and keeps a record of each.
type recorder struct {
	mu      sync.Mutex
	records map[string]*record
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
		from := &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: list.GetResourceVersion(), TimeoutSeconds: new(int64(3600))}}
		watch, err := c.Watch(ctx, list, from)
		if err != nil {
			return err
		}
		go r.follow(ctx, fmt.Sprintf("%T", list), watch)
	}
	return nil
}

func (r *recorder) follow(ctx context.Context, what string, watch apiwatch.Interface) {
	for event := range watch.ResultChan() {
		object, ok := event.Object.(client.Object)
		if !ok {
			break
		}
		namespace := object.GetNamespace()
		if _, is := object.(*corev1.Namespace); is {
			namespace = object.GetName()
		}
		r.of(namespace).note(event.Type, object)
	}
	if ctx.Err() == nil {
		panic("the recorder lost its watch of " + what + ": what it did not see, it cannot judge")
	}
}
