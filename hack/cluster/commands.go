package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/node"
)

// app holds what the commands share.
type app struct {
	builder build.Builder
}

func (a app) up(ctx context.Context, _ []string) error {
	start := time.Now()
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external != "" {
		cache.Say("KUBECONFIG=%s answers: using that cluster, starting nothing", external)
		return nil
	}
	if err := mustBeRoot(); err != nil {
		return err
	}
	if _, err := node.Up(ctx, a.builder); err != nil {
		return err
	}
	cache.Say("ready after %s; export KUBECONFIG=%s", time.Since(start).Round(10*time.Millisecond), host.Kubeconfig)
	return nil
}

func (a app) down(context.Context, []string) error {
	start := time.Now()
	if err := mustBeRoot(); err != nil {
		return err
	}
	if err := node.Down(); err != nil {
		return err
	}
	cache.Say("gone after %s", time.Since(start).Round(10*time.Millisecond))
	return nil
}

func (a app) restart(ctx context.Context, names []string) error {
	if err := mustBeRoot(); err != nil {
		return err
	}
	return node.Restart(ctx, a.builder, names)
}

func (a app) testAssets(context.Context, []string) error {
	folder, err := a.builder.TestAssets()
	if err != nil {
		return err
	}
	fmt.Println(folder)
	return nil
}

func (a app) assets(context.Context, []string) error {
	folder, err := a.builder.Assets()
	if err != nil {
		return err
	}
	fmt.Println(folder)
	return nil
}

func (a app) kubeconfig(ctx context.Context, _ []string) error {
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external == "" {
		external = host.Kubeconfig
	}
	fmt.Println(external)
	return nil
}

func (a app) load(ctx context.Context, archives []string) error {
	if len(archives) == 0 {
		return errors.New("load: name the image archives to load")
	}
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external != "" {
		return fmt.Errorf("load: KUBECONFIG=%s is not the local cluster; bring %v there by its own means, such as a registry", external, archives)
	}
	if err := mustBeRoot(); err != nil {
		return err
	}
	for _, archive := range archives {
		name, err := images.Load(archive)
		if err != nil {
			return err
		}
		cache.Say("the cluster has image %s", name)
	}
	return nil
}

// mustBeRoot says early what would otherwise fail halfway.
func mustBeRoot() error {
	if os.Geteuid() != 0 {
		return errors.New("the local cluster needs root: it mounts, makes network interfaces and starts containers")
	}
	return nil
}

// external returns the path of a reachable cluster's kubeconfig that the environment names, or nothing if the local cluster is meant.
func (a app) external(ctx context.Context) (string, error) {
	if !node.Named() {
		return "", nil
	}
	assets, err := a.builder.Assets()
	if err != nil {
		return "", err
	}
	path, reachable := node.External(ctx, filepath.Join(assets, "kubectl"))
	if !reachable {
		cache.Say("KUBECONFIG=%s does not answer: using the local cluster", path)
		return "", nil
	}
	return path, nil
}
