package build

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

// Assets makes sure that etcd, Kubernetes' components and kwok exist, and returns a folder that holds each by its name:
// what envtest calls KUBEBUILDER_ASSETS.
func (b Builder) Assets() (string, error) {
	etcd, err := b.Build(Etcd)
	if err != nil {
		return "", err
	}
	kubernetes, err := b.Build(Kubernetes)
	if err != nil {
		return "", err
	}
	kwok, err := b.Build(Kwok)
	if err != nil {
		return "", err
	}
	key, err := cache.Key([]string{etcd, kubernetes, kwok})
	if err != nil {
		return "", err
	}
	return b.Cache.Ensure("assets", key, func(temp string) error {
		if err := os.MkdirAll(temp, 0o755); err != nil {
			return fmt.Errorf("make the folder of assets: %w", err)
		}
		links := map[string]string{Etcd.Name: etcd, Kwok.Name: kwok}
		for _, name := range Components {
			links[name] = kubernetes
		}
		for name, program := range links {
			if err := os.Symlink(program, filepath.Join(temp, name)); err != nil {
				return fmt.Errorf("link %s: %w", name, err)
			}
		}
		return nil
	})
}
