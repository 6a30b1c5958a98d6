// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Objects looks through every object in a namespace, of whatever kind the server knows, but for Secrets: a secret may stand
// there.
func (s *Search) Objects(ctx context.Context, config *rest.Config, c client.Client, namespace string) (found []string, err error) {
	d, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("ask what kinds there are: %w", err)
	}
	lists, err := discovery.ServerPreferredNamespacedResources(d)
	if err != nil {
		return nil, fmt.Errorf("ask what kinds there are: %w", err)
	}
	for _, list := range discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list"}}, lists) {
		for _, r := range list.APIResources {
			if r.Kind == "Secret" {
				continue
			}
			var objects unstructured.UnstructuredList
			objects.SetGroupVersionKind(schema.FromAPIVersionAndKind(list.GroupVersion, r.Kind+"List"))
			if err := c.List(ctx, &objects, client.InNamespace(namespace)); err != nil {
				return nil, fmt.Errorf("list %s of %s: %w", r.Kind, list.GroupVersion, err)
			}
			for i := range objects.Items {
				text, err := objects.Items[i].MarshalJSON()
				if err != nil {
					return nil, fmt.Errorf("write %s %s: %w", r.Kind, objects.Items[i].GetName(), err)
				}
				found = append(found, s.Find(r.Kind+" "+objects.Items[i].GetName(), string(text))...)
			}
		}
	}
	return found, nil
}
