package main

import (
	"context"
	"fmt"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/node"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/storage"
)

// storage makes the servers of demonstrations and tests run in the local cluster.
func (a app) storage(ctx context.Context, _ []string) error {
	start := time.Now()
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external != "" {
		return fmt.Errorf("storage: KUBECONFIG=%s is not the local cluster, and the images are not in any registry it could pull from", external)
	}
	if err := mustBeRoot(); err != nil {
		return err
	}
	client, err := node.Up(ctx, a.builder)
	if err != nil {
		return err
	}
	if err := storage.Up(ctx, client, images.Maker{Builder: a.builder}); err != nil {
		return err
	}
	cache.Say("storage ready after %s, in namespace %s", time.Since(start).Round(10*time.Millisecond), storage.Namespace)
	return nil
}
