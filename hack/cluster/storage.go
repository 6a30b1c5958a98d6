package main

import (
	"context"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/node"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/storage"
)

// storage makes the servers of demonstrations and tests run in the cluster.
func (a app) storage(ctx context.Context, _ []string) error {
	start := time.Now()
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external == nil {
		err = a.storageHere(ctx)
	} else {
		err = a.storageElsewhere(ctx, external)
	}
	if err != nil {
		return err
	}
	cache.Say("storage ready after %s, in namespace %s", time.Since(start).Round(10*time.Millisecond), storage.Namespace)
	return nil
}

// storageHere starts the local cluster too.
func (a app) storageHere(ctx context.Context) error {
	if err := mustBeRoot(); err != nil {
		return err
	}
	client, err := node.Up(ctx, a.builder)
	if err != nil {
		return err
	}
	return storage.Up(ctx, client, images.Maker{Builder: a.builder})
}

// storageElsewhere brings the images to another cluster by way of a registry.
func (a app) storageElsewhere(ctx context.Context, external *kube.Client) error {
	to, err := registryFor(external)
	if err != nil {
		return err
	}
	if err := host.EnsurePackages(images.Packages...); err != nil {
		return err
	}
	names := map[string]string{}
	for _, r := range storage.Recipes() {
		if names[r.Ref], err = (images.Maker{Builder: a.builder}).PushRecipe(ctx, to, r); err != nil {
			return err
		}
	}
	return storage.UpElsewhere(ctx, external, names)
}
