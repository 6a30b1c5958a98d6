package node

import (
	"context"
	"fmt"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/images"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/process"
)

// Up brings the cluster to where it should be, from wherever it is: absent, half dead, or running. Each step looks first and does only what is missing.
func Up(ctx context.Context, builder build.Builder) (*kube.Client, error) {
	if err := host.EnsurePackages(); err != nil {
		return nil, err
	}
	assets, err := builder.Assets()
	if err != nil {
		return nil, err
	}
	provisioner, err := builder.Build(build.LocalPath)
	if err != nil {
		return nil, err
	}
	unlock, err := cache.Lock(host.LockFile)
	if err != nil {
		return nil, fmt.Errorf("lock the cluster: %w", err)
	}
	defer unlock()
	if err := prepare(); err != nil {
		return nil, err
	}
	maker := images.Maker{Builder: builder}
	err = together(
		func() error { return controlPlane(ctx, assets) },
		func() error { return containers(ctx, maker) },
	)
	if err != nil {
		return nil, err
	}
	client, err := connect(assets)
	if err != nil {
		return nil, err
	}
	if err := finish(ctx, client, assets, provisioner); err != nil {
		return nil, fmt.Errorf("%w\nlogs are in %s", err, host.State("logs"))
	}
	return client, nil
}

// prepare puts everything in place that processes need to find when they start.
func prepare() error {
	for _, step := range []func() error{host.EnsureDirs, host.EnsureNetwork, host.EnsureCgroups, configure, clearDead} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// clearDead removes the remains of containers when nothing is left alive that could look after them, as after a reboot.
func clearDead() error {
	all, err := process.List()
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Component == "containerd" { // itself, or the shims that outlive it
			return nil
		}
	}
	if err := host.KillPods(); err != nil {
		return err
	}
	return host.ClearRun()
}

func controlPlane(ctx context.Context, assets string) error {
	if err := ensure(ctx, etcd(assets)); err != nil {
		return err
	}
	return ensure(ctx, apiServer(assets))
}

func containers(ctx context.Context, maker images.Maker) error {
	if err := ensure(ctx, containerd()); err != nil {
		return err
	}
	return maker.Ensure(images.Pause, images.Busybox, images.CoreDNS, images.Python)
}

// finish starts what needs the API server, fills the cluster in, and waits until pods can run in it.
func finish(ctx context.Context, client *kube.Client, assets, provisioner string) error {
	steps := []func() error{func() error { return addons(ctx, client) }}
	for _, worker := range workers(assets, provisioner) {
		steps = append(steps, func() error { return ensure(ctx, worker) })
	}
	if err := together(steps...); err != nil {
		return err
	}
	return together(
		func() error {
			return kube.Wait(ctx, startup, "the node to be ready", func(ctx context.Context) error { return client.NodeReady(ctx, host.NodeName) })
		},
		func() error {
			return kube.Wait(ctx, startup, "the cluster's DNS", func(ctx context.Context) error { return dnsReady(ctx, client) })
		},
	)
}

// settle is how long the DNS server may take after a repair before its pod counts as broken.
const settle = 2 * time.Second
