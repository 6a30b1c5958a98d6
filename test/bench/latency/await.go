// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// patience is how long one run may take.
const patience = 3 * time.Minute

// await watches one object until it is as it should be, or cannot become so.
func await[T client.Object](ctx context.Context, b *bench, list client.ObjectList, name string, done func(T) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	watch, err := b.client.Watch(ctx, list, client.InNamespace(b.namespace), client.MatchingFields{"metadata.name": name},
		&client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: "0"}})
	if err != nil {
		return fmt.Errorf("watch %s: %w", name, err)
	}
	defer watch.Stop()
	for event := range watch.ResultChan() {
		object, ok := event.Object.(T)
		if !ok {
			continue
		}
		if ok, err := done(object); ok || err != nil {
			return err
		}
	}
	return fmt.Errorf("%s did not get there within %s", name, patience)
}
