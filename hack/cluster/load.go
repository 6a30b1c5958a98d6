package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
	"github.com/oceanprotocol/operator-engine/hack/image/registry"
)

// load brings image archives to where the cluster's nodes find them: the local one is handed them, another one pulls them
// from a registry. It prints the names that pods must give them.
func (a app) load(ctx context.Context, archives []string) error {
	if len(archives) == 0 {
		return errors.New("load: name the image archives to load")
	}
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	bring := images.Load
	if external == nil {
		err = mustBeRoot()
	} else {
		var to registry.Registry
		to, err = registryFor(external)
		bring = func(archive string) (string, error) { return images.Push(ctx, to, archive) }
	}
	if err != nil {
		return err
	}
	for _, archive := range archives {
		name, err := bring(archive)
		if err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

// registryFor is the registry that the environment names for a cluster that images cannot be loaded into.
func registryFor(external *kube.Client) (registry.Registry, error) {
	place := os.Getenv("REGISTRY")
	if place == "" {
		return registry.Registry{}, fmt.Errorf("KUBECONFIG=%s is not the local cluster, and images cannot be loaded into it: "+
			"set REGISTRY=host[:port][/prefix] to a registry that you may push to and that its nodes can pull from", external.Kubeconfig)
	}
	to, err := registry.Parse(place)
	if err != nil {
		return registry.Registry{}, fmt.Errorf("read REGISTRY: %w", err)
	}
	return to, nil
}
