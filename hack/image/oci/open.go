package oci

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// OpenArchive returns the image of an archive written by WriteArchive, and what the archive says of it. Its layers are read when they are asked for.
func OpenArchive(file string) (v1.Image, Entry, error) {
	entry, err := ReadArchive(file)
	if err != nil {
		return nil, Entry{}, err
	}
	core := archived{file: file}
	if core.manifest, err = core.content(entry.Digest); err != nil {
		return nil, Entry{}, err
	}
	var manifest v1.Manifest
	if err := json.Unmarshal(core.manifest, &manifest); err != nil {
		return nil, Entry{}, fmt.Errorf("read image archive %s: decode its manifest: %w", file, err)
	}
	if core.config, err = core.content(manifest.Config.Digest.String()); err != nil {
		return nil, Entry{}, err
	}
	core.layers = manifest.Layers
	image, err := partial.CompressedToImage(core)
	if err != nil {
		return nil, Entry{}, fmt.Errorf("read image archive %s: %w", file, err)
	}
	return image, entry, nil
}

// archived is an image in an archive, of which only the documents lie in memory.
type archived struct {
	file             string
	manifest, config []byte
	layers           []v1.Descriptor
}

// RawManifest is the manifest as it stands in the archive.
func (a archived) RawManifest() ([]byte, error) { return a.manifest, nil }

// RawConfigFile is the configuration as it stands in the archive.
func (a archived) RawConfigFile() ([]byte, error) { return a.config, nil }

// MediaType is the one that WriteArchive gives.
func (a archived) MediaType() (types.MediaType, error) { return types.OCIManifestSchema1, nil }

// LayerByDigest is a layer that the manifest names.
func (a archived) LayerByDigest(digest v1.Hash) (partial.CompressedLayer, error) {
	for _, l := range a.layers {
		if l.Digest == digest {
			return archivedLayer{image: a, Descriptor: l}, nil
		}
	}
	return nil, fmt.Errorf("read image archive %s: it has no layer %s", a.file, digest)
}

// archivedLayer is a layer in an archive.
type archivedLayer struct {
	v1.Descriptor
	image archived
}

// Digest is the one that the manifest names.
func (l archivedLayer) Digest() (v1.Hash, error) { return l.Descriptor.Digest, nil }

// Size is the one that the manifest names.
func (l archivedLayer) Size() (int64, error) { return l.Descriptor.Size, nil }

// MediaType is the one that the manifest names.
func (l archivedLayer) MediaType() (types.MediaType, error) { return l.Descriptor.MediaType, nil }

// Compressed is the layer as it lies in the archive.
func (l archivedLayer) Compressed() (io.ReadCloser, error) {
	return l.image.open(l.Descriptor.Digest.String())
}

// content is a small blob.
func (a archived) content(digest string) ([]byte, error) {
	blob, err := a.open(digest)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	content, err := io.ReadAll(blob)
	if err != nil {
		return nil, fmt.Errorf("read %s from image archive %s: %w", digest, a.file, err)
	}
	return content, nil
}

// open finds a blob. What lies before it is skipped, not read.
func (a archived) open(digest string) (io.ReadCloser, error) {
	hash, err := v1.NewHash(digest)
	if err != nil {
		return nil, fmt.Errorf("read image archive %s: %w", a.file, err)
	}
	file, err := os.Open(a.file)
	if err != nil {
		return nil, fmt.Errorf("read image archive: %w", err)
	}
	archive := tar.NewReader(file)
	for {
		header, err := archive.Next()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("find %s in image archive %s: %w", digest, a.file, err), file.Close())
		}
		if header.Name == blob(hash) {
			return struct {
				io.Reader
				io.Closer
			}{archive, file}, nil
		}
	}
}
