// Package registry pushes image archives to a container registry, for clusters whose nodes cannot be handed a file.
//
// Credentials are those that the machine's container tools keep for the registry, if any. It speaks plain http with this
// machine itself only.
package registry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/oceanprotocol/operator-engine/hack/image/oci"
)

// Registry is a place in a registry: host[:port][/prefix].
type Registry struct {
	place string
}

// Parse reads the name of a place. Its host is never left out, so that nothing goes to a public registry by mistake.
func Parse(place string) (Registry, error) {
	place = strings.TrimRight(place, "/")
	host, _, _ := strings.Cut(place, "/")
	_, err := name.NewRepository(place+"/image", name.StrictValidation)
	if err != nil || strings.Contains(place, "//") || !strings.ContainsAny(host, ".:") && host != "localhost" {
		return Registry{}, fmt.Errorf("%q names no registry: want host[:port][/prefix], such as registry.example.com/team", place)
	}
	return Registry{place: place}, nil
}

// Image is the image of an archive with the name that it has in the registry.
type Image struct {
	tag    name.Tag
	digest v1.Hash
	image  v1.Image
}

// Image reads an archive. The last part of the image's own name becomes its name in the registry.
func (r Registry) Image(archive string) (Image, error) {
	image, entry, err := oci.OpenArchive(archive)
	if err != nil {
		return Image{}, err
	}
	tag, err := name.NewTag(r.place+"/"+path.Base(entry.Name), name.StrictValidation)
	if err != nil {
		return Image{}, fmt.Errorf("name %s in registry %s: %w", entry.Name, r.place, err)
	}
	digest, err := v1.NewHash(entry.Digest)
	if err != nil {
		return Image{}, fmt.Errorf("read image archive %s: %w", archive, err)
	}
	return Image{tag: tag, digest: digest, image: image}, nil
}

// Name is what a pod calls the image. It has the digest, so that a node that knows an older image of the same tag pulls this one.
func (i Image) Name() string { return i.tag.Name() + "@" + i.digest.String() }

// Pushed tells whether the registry has this very image. A registry that does not answer has not; Push tells why.
func (i Image) Pushed(ctx context.Context) bool {
	found, err := remote.Head(i.tag, options(ctx)...)
	return err == nil && found.Digest == i.digest
}

// Push gives the image to the registry, without the layers that it has already.
func (i Image) Push(ctx context.Context) error {
	if err := remote.Write(i.tag, i.image, options(ctx)...); err != nil {
		return fmt.Errorf("push image %s: %w", i.tag.Name(), err)
	}
	return nil
}

func options(ctx context.Context) []remote.Option {
	return []remote.Option{
		remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain), remote.WithTransport(encrypted{remote.DefaultTransport}),
	}
}

// encrypted sends nothing in clear over a network, where the library would for private addresses.
type encrypted struct {
	http.RoundTripper
}

var errClear = errors.New("a registry on another machine must speak https")

func (e encrypted) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != "https" && !loopback(request.URL.Hostname()) {
		return nil, fmt.Errorf("ask %s: %w", request.URL.Host, errClear)
	}
	return e.RoundTripper.RoundTrip(request)
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
