package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/kube"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/process"
)

// How long a component that runs may stay silent before it is started anew, and how long a new one may take to answer.
const (
	patience = 10 * time.Second
	startup  = 90 * time.Second
)

// ensure makes sure that a component runs and answers. One that does is left alone.
func ensure(ctx context.Context, c component) error {
	running, found, err := process.Find(c.name)
	if err != nil {
		return err
	}
	if found {
		if kube.Wait(ctx, patience, c.name, c.ready) == nil {
			noteOther(c, running.PID)
			return nil
		}
		cache.Say("%s runs but does not answer; starting it anew", c.name)
		if err := running.Stop(patience); err != nil {
			return err
		}
	}
	if err := process.Start(c.name, c.path, c.args, host.Log(c.name)); err != nil {
		return err
	}
	err = kube.Wait(ctx, startup, c.name, func(ctx context.Context) error {
		if err := c.ready(ctx); err != nil {
			return startAgain(c, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%w\nthe end of %s:\n%s", err, host.Log(c.name), lastLines(host.Log(c.name), 20))
	}
	return nil
}

// startAgain starts a component that has ended anew: the kubelet gives up where containerd answers but is not ready yet.
func startAgain(c component, notReady error) error {
	if _, found, err := process.Find(c.name); err != nil || found {
		return errors.Join(notReady, err)
	}
	if err := process.Start(c.name, c.path, c.args, host.Log(c.name)); err != nil {
		return err
	}
	return fmt.Errorf("%s had ended and was started again: %w", c.name, notReady)
}

// noteOther says so when what runs is not what this checkout would start. It is left alone: others may be using it.
func noteOther(c component, pid int) {
	runs, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "exe"))
	if err != nil {
		return
	}
	if wanted, err := filepath.EvalSymlinks(c.path); err == nil && wanted != runs {
		cache.Say("%s runs from another build (%s); take the cluster down and up again to change that", c.name, runs)
	}
}

// lastLines returns the end of a log.
func lastLines(name string, count int) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}

// together runs steps at the same time and waits for all of them.
func together(steps ...func() error) error {
	errs := make([]error, len(steps))
	var group sync.WaitGroup
	for i, step := range steps {
		group.Go(func() { errs[i] = step() })
	}
	group.Wait()
	return errors.Join(errs...)
}
