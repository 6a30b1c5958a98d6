package images

import (
	"context"

	"github.com/oceanprotocol/operator-engine/hack/cluster/internal/cache"
	"github.com/oceanprotocol/operator-engine/hack/image/registry"
)

// Packages are Debian's packages that the recipes of the storage's images need.
var Packages = []string{"busybox-static", "ca-certificates"}

// PushRecipe makes an image and pushes it. It returns the name that pods must give it.
func (m Maker) PushRecipe(ctx context.Context, to registry.Registry, r Recipe) (string, error) {
	archive, err := m.Archive(r)
	if err != nil {
		return "", err
	}
	return Push(ctx, to, archive)
}

// Push puts an archive into a registry, unless that has the very image. It returns the name that pods must give it.
func Push(ctx context.Context, to registry.Registry, archive string) (string, error) {
	image, err := to.Image(archive)
	if err != nil {
		return "", err
	}
	if image.Pushed(ctx) {
		return image.Name(), nil
	}
	return image.Name(), cache.Step("push image "+image.Name(), func() error { return image.Push(ctx) })
}
