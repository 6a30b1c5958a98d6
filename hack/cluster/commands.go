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
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
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
	if external != nil {
		cache.Say("KUBECONFIG=%s answers: using that cluster, starting nothing", external.Kubeconfig)
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
	if err := a.mustBeOurs(ctx); err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	return node.Restart(ctx, a.builder, names)
}

func (a app) stop(ctx context.Context, names []string) error {
	if err := a.mustBeOurs(ctx); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return node.Stop(names)
}

// mustBeOurs says early that components are not to be killed, or cannot be.
func (a app) mustBeOurs(ctx context.Context) error {
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	if external != nil {
		return fmt.Errorf("KUBECONFIG=%s is not the local cluster, and the components of another one are not ours to kill", external.Kubeconfig)
	}
	return mustBeRoot()
}

func (a app) testAssets(context.Context, []string) error {
	folder, err := a.builder.TestAssets()
	if err != nil {
		return err
	}
	fmt.Println(folder)
	return nil
}

func (a app) programs(_ context.Context, names []string) error {
	folder, err := a.builder.Programs(names)
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

func (a app) minors(context.Context, []string) error {
	folders, err := a.builder.MinorAssets()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		fmt.Println(folder)
	}
	return nil
}

func (a app) kubeconfig(ctx context.Context, _ []string) error {
	external, err := a.external(ctx)
	if err != nil {
		return err
	}
	path := host.Kubeconfig
	if external != nil {
		path = external.Kubeconfig
	}
	fmt.Println(path)
	return nil
}

// mustBeRoot says early what would otherwise fail halfway.
func mustBeRoot() error {
	if os.Geteuid() != 0 {
		return errors.New("the local cluster needs root: it mounts, makes network interfaces and starts containers")
	}
	return nil
}

// external returns a client of another cluster that the environment names and that answers, or nothing if the local cluster is meant.
func (a app) external(ctx context.Context) (*kube.Client, error) {
	if !node.Named() {
		return nil, nil
	}
	assets, err := a.builder.Assets()
	if err != nil {
		return nil, err
	}
	client := kube.Foreign(os.Getenv("KUBECONFIG"), filepath.Join(assets, "kubectl"))
	if node.IsLocal(ctx, client) {
		return nil, nil
	}
	if !node.Answers(ctx, client) {
		cache.Say("KUBECONFIG=%s does not answer: using the local cluster", client.Kubeconfig)
		return nil, nil
	}
	return client, nil
}
