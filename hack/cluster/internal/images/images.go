// Package images makes the images that the cluster and its storage run, from files of this machine, and brings them to where
// the nodes find them: into the local cluster's containerd, or into a registry.
package images

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/build"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/host"
	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// Recipe says how an image comes about.
type Recipe struct {
	Ref  string
	Slow string                      // how long it takes the first time, where that is long
	key  func(Maker) (string, error) // changes when the image would
	make func(Maker) (oci.Image, error)
	tidy func(Maker) error // removes what make left for the archive to be written from; may be nil
}

// Maker makes images; programs that go into them come from its builder.
type Maker struct {
	build.Builder
}

// Archive returns the path of the image's archive, made unless the cache has it.
func (m Maker) Archive(r Recipe) (string, error) {
	key, err := r.key(m)
	if err != nil {
		return "", fmt.Errorf("find out whether image %s is in the cache: %w", r.Ref, err)
	}
	name := strings.NewReplacer("/", "-", ":", "-").Replace(r.Ref)
	return m.Cache.Ensure(filepath.Join("images", name), key, func(temp string) error {
		what := "make image " + r.Ref
		if r.Slow != "" {
			what += " (the first time: " + r.Slow + ")"
		}
		return cache.Step(what, func() error {
			if r.tidy != nil {
				defer r.tidy(m) //nolint:errcheck // the next run that needs the room reports it
			}
			image, err := r.make(m)
			if err != nil {
				return fmt.Errorf("make image %s: %w", r.Ref, err)
			}
			built, err := image.Build()
			if err != nil {
				return err
			}
			return oci.WriteArchive(temp, r.Ref, built)
		})
	})
}

// Ahead makes archives before somebody waits for them. What goes wrong goes wrong again for who needs them, and is told there.
func (m Maker) Ahead(recipes ...Recipe) {
	for _, r := range recipes {
		_, _ = m.Archive(r)
	}
}

// Ensure makes and loads the given images.
func (m Maker) Ensure(recipes ...Recipe) error {
	for _, r := range recipes {
		archive, err := m.Archive(r)
		if err != nil {
			return err
		}
		if _, err := Load(archive); err != nil {
			return err
		}
	}
	return nil
}

// Load puts an archive into the cluster's containerd, unless it has that very image. It returns the image's full name.
func Load(archive string) (string, error) {
	entry, err := oci.ReadArchive(archive)
	if err != nil {
		return "", err
	}
	listing, err := ctr("images", "ls", "name=="+entry.Name)
	if err != nil {
		return "", fmt.Errorf("look for image %s: %w", entry.Name, err)
	}
	if has(listing, entry) {
		return entry.Name, nil
	}
	return entry.Name, cache.Step("load image "+entry.Name, func() error {
		if _, err := ctr("images", "import", archive); err != nil {
			return fmt.Errorf("load image %s: %w", entry.Name, err)
		}
		return nil
	})
}

// has reads the table that ctr prints: name, type, digest.
func has(listing string, want oci.Entry) bool {
	for line := range strings.Lines(listing) {
		fields := strings.Fields(line)
		if len(fields) > 2 && fields[0] == want.Name && fields[2] == want.Digest {
			return true
		}
	}
	return false
}

func ctr(args ...string) (string, error) {
	return host.Run("ctr", append([]string{"--address", host.ContainerdSocket, "--namespace", "k8s.io"}, args...)...)
}
