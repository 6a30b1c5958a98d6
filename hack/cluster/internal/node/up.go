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
	maker := images.Maker{Builder: builder}
	go maker.Ahead(images.Interpreters...) // It waits for downloads while programs compile.
	assets, err := builder.Assets()
	if err != nil {
		return nil, err
	}
	volumes, err := builder.Build(build.Volumes)
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
	n := cluster{assets: assets, volumes: volumes, maker: maker}
	client, err := n.start(ctx)
	if err != nil {
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

// cluster is what its parts are started from.
type cluster struct {
	assets  string
	volumes string // their provisioner
	maker   images.Maker
}

// start brings up every part as soon as what it needs is there, and waits until pods can run.
func (c cluster) start(ctx context.Context) (*kube.Client, error) {
	var client *kube.Client
	err := together(
		func() (err error) { client, err = c.controlPlane(ctx); return err },
		func() error { return c.containers(ctx) },
	)
	if err != nil {
		return nil, err
	}
	if err := ensure(ctx, kubelet(c.assets)); err != nil {
		return nil, err
	}
	node := func(ctx context.Context) error { return client.Get(ctx, "/api/v1/nodes/"+host.NodeName, nil) }
	if err := kube.Wait(ctx, startup, "the kubelet to make its node", node); err != nil {
		return nil, err
	}
	return client, together(
		func() error { return ensure(ctx, kubeProxy(c.assets)) },
		func() error {
			return kube.Wait(ctx, startup, "the node to be ready", func(ctx context.Context) error { return client.NodeReady(ctx, host.NodeName) })
		},
		func() error {
			return kube.Wait(ctx, startup, "the cluster's DNS", func(ctx context.Context) error { return dnsReady(ctx, client) })
		},
		func() error { return c.maker.Ensure(images.Interpreters...) }, // large, and nothing in the cluster needs them
	)
}

// controlPlane starts what the API consists of, and fills it in.
func (c cluster) controlPlane(ctx context.Context) (*kube.Client, error) {
	if err := ensure(ctx, etcd(c.assets)); err != nil {
		return nil, err
	}
	if err := ensure(ctx, apiServer(c.assets)); err != nil {
		return nil, err
	}
	client, err := connect(c.assets)
	if err != nil {
		return nil, err
	}
	steps := []func() error{func() error { return addons(ctx, client) }}
	for _, part := range append(controllers(c.assets), provisioner(c.volumes)) {
		steps = append(steps, func() error { return ensure(ctx, part) })
	}
	return client, together(steps...)
}

// containers starts containerd and gives it the images without which no pod comes up.
func (c cluster) containers(ctx context.Context) error {
	if err := ensure(ctx, containerd()); err != nil {
		return err
	}
	return c.maker.Ensure(images.Pause, images.Busybox, images.CoreDNS)
}

// settle is how long the DNS server may take after a repair before its pod counts as broken.
const settle = 2 * time.Second
