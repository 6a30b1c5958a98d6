// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Package pause waits between the tries of the job programs. How often they try, and how long they wait, each knows itself.
package pause

import (
	"context"
	"time"
)

// For waits so long, or less if the context ends, whose cause it then returns.
func For(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
