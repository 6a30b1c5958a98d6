package node

import (
	"context"
	"fmt"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/process"
)

// Restart kills components without a warning, as a crash would, and puts the cluster right again.
func Restart(ctx context.Context, builder build.Builder, names []string) error {
	if err := Stop(names); err != nil {
		return err
	}
	_, err := Up(ctx, builder)
	return err
}

// Stop kills components without a warning and starts nothing in their place, as when a machine cannot be reached.
func Stop(names []string) error {
	unlock, err := cache.Lock(host.LockFile)
	if err != nil {
		return fmt.Errorf("lock the cluster: %w", err)
	}
	defer unlock()
	for _, name := range names {
		p, found, err := process.Find(name)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("stop %s: no such component runs", name)
		}
		if err := p.Kill(); err != nil {
			return fmt.Errorf("stop %s: %w", name, err)
		}
	}
	return nil
}
