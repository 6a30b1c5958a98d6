package oci

import (
	"fmt"
	"runtime"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Path is the search path that images get when they name none.
const Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// Image is one image of a single layer, with the command and user that it starts with.
type Image struct {
	Ref    string // as a pod names it, such as busybox:1.35
	Files  []File
	Config v1.Config
}

// Build packs the image.
func (i Image) Build() (v1.Image, error) {
	layer, err := NewLayer(i.Files)
	if err != nil {
		return nil, fmt.Errorf("build image %s: %w", i.Ref, err)
	}
	config := i.Config
	if len(config.Env) == 0 {
		config.Env = []string{Path}
	}
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err := mutate.AppendLayers(base, layer)
	if err != nil {
		return nil, fmt.Errorf("build image %s: add its layer: %w", i.Ref, err)
	}
	image, err = mutate.ConfigFile(image, &v1.ConfigFile{
		Architecture: runtime.GOARCH, OS: "linux", Config: config, RootFS: rootFS(layer),
	})
	if err != nil {
		return nil, fmt.Errorf("build image %s: set its configuration: %w", i.Ref, err)
	}
	return image, nil
}

func rootFS(l v1.Layer) v1.RootFS {
	id, _ := l.DiffID() // never fails: it was computed when the layer was made
	return v1.RootFS{Type: "layers", DiffIDs: []v1.Hash{id}}
}

// FullName is the name that containerd stores an image under: busybox:1.35 becomes docker.io/library/busybox:1.35.
func FullName(ref string) string {
	first, _, hasSlash := strings.Cut(ref, "/")
	if !strings.Contains(ref[strings.LastIndex(ref, "/")+1:], ":") {
		ref += ":latest"
	}
	switch {
	case !hasSlash:
		return "docker.io/library/" + ref
	case strings.ContainsAny(first, ".:") || first == "localhost":
		return ref
	default:
		return "docker.io/" + ref
	}
}
