// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"context"
	"maps"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// awaitCaches waits until the operator's caches show what the API server shows.
func (o *operator) awaitCaches(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	news := make(chan struct{}, 1)
	tell := func() {
		select {
		case news <- struct{}{}:
		default: // It will look anyway.
		}
	}
	for _, kind := range []client.Object{&v1alpha1.Workflow{}, &batchv1.Job{}, &corev1.Pod{}, &corev1.PersistentVolumeClaim{}, &corev1.ConfigMap{}} {
		informer, err := o.manager.GetCache().GetInformer(ctx, kind)
		if err != nil {
			t.Fatal(err)
		}
		handler, err := informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
			AddFunc: func(any) { tell() }, UpdateFunc: func(any, any) { tell() }, DeleteFunc: func(any) { tell() },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := informer.RemoveEventHandler(handler); err != nil {
				t.Error(err)
			}
		}()
	}
	for !maps.Equal(o.versions(t, o.admin), o.versions(t, o.manager.GetClient())) {
		select {
		case <-news:
		case <-ctx.Done():
			t.Fatal("the caches stayed behind")
		}
	}
}

// versions are the resource versions of the workflows and of what belongs to them.
func (o *operator) versions(t *testing.T, from client.Reader) map[string]string {
	t.Helper()
	versions := map[string]string{}
	add := func(list client.ObjectList, which ...client.ListOption) {
		if err := from.List(t.Context(), list, append(which, client.InNamespace(o.namespace))...); err != nil {
			t.Fatal(err)
		}
		items, err := meta.ExtractList(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			versions[string(item.(client.Object).GetUID())] = item.(client.Object).GetResourceVersion()
		}
	}
	add(&v1alpha1.WorkflowList{})
	for _, list := range []client.ObjectList{&batchv1.JobList{}, &corev1.PodList{}, &corev1.PersistentVolumeClaimList{}, &corev1.ConfigMapList{}} {
		add(list, client.HasLabels{v1alpha1.LabelWorkflowUID})
	}
	return versions
}
