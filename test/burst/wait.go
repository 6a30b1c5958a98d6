// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package burst

import (
	"context"
	"fmt"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// every is how often the cluster is asked, at most: with many workflows there are many events.
const every = time.Second

// until watches a kind, and checks with its events but not more often than every second, until the condition holds.
func (b *burst) until(ctx context.Context, list client.ObjectList, holds func() (bool, error)) error {
	watch, err := b.Client.Watch(ctx, list, client.InNamespace(b.Namespace))
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	defer watch.Stop()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for changed := true; ; {
		if changed {
			if ok, err := holds(); ok || err != nil {
				return err
			}
			changed = false
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("it took too long: %w", ctx.Err())
		case <-tick.C:
			changed = true
		case _, more := <-watch.ResultChan():
			if !more {
				return fmt.Errorf("the watch ended: %w", ctx.Err())
			}
		}
	}
}

func (b *burst) progress(ended int) {
	if seconds := int(time.Since(b.begin).Seconds()); seconds%15 == 0 {
		b.Say(fmt.Sprintf("%4ds: %d of %d have ended", seconds, ended, b.Workflows))
	}
}
