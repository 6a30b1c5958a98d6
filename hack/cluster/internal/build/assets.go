package build

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
)

// Assets makes sure that etcd and Kubernetes' components exist, and returns a folder that holds each by its name: what
// envtest calls KUBEBUILDER_ASSETS.
func (b Builder) Assets() (string, error) { return b.assets() }

// TestAssets are Assets with kwok among them, which only tests of faults need.
func (b Builder) TestAssets() (string, error) { return b.assets(Kwok) }

// Programs returns a folder that holds some of the Loose programs, by their names.
func (b Builder) Programs(names []string) (string, error) {
	links := map[string]string{}
	for _, name := range names {
		i := slices.IndexFunc(Loose, func(p Program) bool { return p.Name == name })
		if i < 0 {
			return "", fmt.Errorf("there is no program %q", name)
		}
		program, err := b.Build(Loose[i])
		if err != nil {
			return "", err
		}
		links[name] = program
	}
	return b.folder(links)
}

// MinorAssets are one folder for each of the three newest minors of Kubernetes, the oldest first. Those of the older two
// hold their own API server; etcd and kubectl are the newest one's.
func (b Builder) MinorAssets() ([]string, error) {
	newest, err := b.assets()
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, p := range APIServers {
		server, err := b.Build(p)
		if err != nil {
			return nil, err
		}
		folder, err := b.folder(map[string]string{
			p.Name: server, Etcd.Name: filepath.Join(newest, Etcd.Name), "kubectl": filepath.Join(newest, "kubectl"),
		})
		if err != nil {
			return nil, err
		}
		folders = append(folders, folder)
	}
	return append(folders, newest), nil
}

func (b Builder) assets(more ...Program) (string, error) {
	etcd, err := b.Build(Etcd)
	if err != nil {
		return "", err
	}
	kubernetes, err := b.Build(Kubernetes)
	if err != nil {
		return "", err
	}
	links := map[string]string{Etcd.Name: etcd}
	for _, name := range Components {
		links[name] = kubernetes
	}
	for _, p := range more {
		if links[p.Name], err = b.Build(p); err != nil {
			return "", err
		}
	}
	return b.folder(links)
}

// folder holds links to programs by the names that they are called by.
func (b Builder) folder(links map[string]string) (string, error) {
	key, err := cache.Key(slices.Sorted(maps.Values(links)))
	if err != nil {
		return "", err
	}
	return b.Cache.Ensure("assets", key, func(temp string) error {
		if err := os.MkdirAll(temp, 0o755); err != nil {
			return fmt.Errorf("make the folder of assets: %w", err)
		}
		for name, program := range links {
			if err := os.Symlink(program, filepath.Join(temp, name)); err != nil {
				return fmt.Errorf("link %s: %w", name, err)
			}
		}
		return nil
	})
}
