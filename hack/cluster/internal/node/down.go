package node

import (
	"errors"
	"fmt"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/process"
)

// grace is how long a component may take to end by itself. Its data go anyway.
const grace = 3 * time.Second

// Down ends the cluster and takes away everything it left on the machine. It goes on past an error, to leave as little as it can.
func Down() error {
	unlock, err := cache.Lock(host.LockFile)
	if err != nil {
		return fmt.Errorf("lock the cluster: %w", err)
	}
	defer unlock()
	// First those who would start things again, then what they started, then those whom all of them talk to.
	err = errors.Join(
		stop(build.Volumes.Name, "kube-proxy", "kubelet", "kube-scheduler", "kube-controller-manager"),
		host.KillPods(),
		stop("containerd"),
		stop("kube-apiserver", "etcd"),
		killRest(),
		host.KillPods(),
		host.Unmount(host.StateDir, host.RunDir),
		host.DetachDisks(),
		host.RemoveCgroups(),
		host.RemoveNetwork(),
		host.RestoreSettings(),
	)
	if err != nil {
		return fmt.Errorf("take the cluster down: %w", err)
	}
	return host.RemoveFiles()
}

// stop ends components one after the other.
func stop(names ...string) error {
	var errs []error
	for _, name := range names {
		p, found, err := process.Find(name)
		if err == nil && found {
			err = p.Stop(grace)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// killRest ends what components left running: containerd's shims, and helpers that were at work.
func killRest() error {
	rest, err := process.List()
	if err != nil {
		return err
	}
	errs := make([]error, 0, len(rest))
	for _, p := range rest {
		errs = append(errs, p.Kill())
	}
	return errors.Join(errs...)
}
