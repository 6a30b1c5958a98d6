// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"hash/fnv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// nodes are how many there are; a workflow stays on one of them, as its volumes would.
const nodes = 4

func nodeOf(namespace string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(namespace)) // It never fails.
	return fmt.Sprintf("node-%d", h.Sum32()%nodes)
}

// makeNodes waits until kwok has made them ready.
func (c *cluster) makeNodes(ctx context.Context) error {
	for i := range nodes {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%d", i)}}
		if err := c.admin.Create(ctx, node); err != nil {
			return err
		}
	}
	watch, err := c.admin.Watch(ctx, &corev1.NodeList{})
	if err != nil {
		return err
	}
	defer watch.Stop()
	ready := map[string]bool{}
	for event := range watch.ResultChan() {
		node, ok := event.Object.(*corev1.Node)
		if !ok {
			continue
		}
		for _, condition := range node.Status.Conditions {
			if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
				ready[node.Name] = true
			}
		}
		if len(ready) == nodes {
			return nil
		}
	}
	return fmt.Errorf("kwok did not make the nodes ready: %w", context.Cause(ctx))
}
