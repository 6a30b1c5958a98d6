// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package burst

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/oceanprotocol/operator-engine/test/children"
)

// settling is how long the volumes of the last workflows may take to go, for which the storage starts a pod each.
const settling = 5 * time.Minute

// awaitNothingLeft watches until nothing of the ended workflows is left but themselves, and returns what stayed.
func (b *burst) awaitNothingLeft(ctx context.Context) (left []string, err error) {
	limited, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	err = b.until(limited, &corev1.PersistentVolumeClaimList{}, func() (bool, error) {
		var err error
		left, err = b.leftover(ctx)
		return len(left) == 0, err
	})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil // What is left says enough.
	}
	return left, err
}

// leftover names what carries the label of one of the workflows, and the volumes that their claims had.
func (b *burst) leftover(ctx context.Context) ([]string, error) {
	var left []string
	objects, err := children.In(ctx, b.Client, b.Namespace)
	if err != nil {
		return nil, err
	}
	for _, o := range objects {
		if b.mine[children.Owner(o)] {
			left = append(left, children.Name(o))
		}
	}
	var all corev1.PersistentVolumeList
	if err := b.Client.List(ctx, &all); err != nil {
		return nil, fmt.Errorf("list volumes: %w", err)
	}
	for i := range all.Items {
		if claim := all.Items[i].Spec.ClaimRef; claim != nil && claim.Namespace == b.Namespace && b.claims[claim.Name] {
			left = append(left, "volume "+all.Items[i].Name+" of "+claim.Name)
		}
	}
	return left, nil
}
