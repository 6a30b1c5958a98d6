package oci

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// nameAnnotation is where containerd looks for the name of an imported image.
const nameAnnotation = "io.containerd.image.name"

// Entry says what an archive holds: the image's full name and the digest of its manifest.
type Entry struct {
	Name   string
	Digest string
}

// WriteArchive writes the image as an OCI layout in a tar file. The file appears whole or not at all.
func WriteArchive(file, ref string, image v1.Image) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("write image archive %s: %w", file, err)
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return fmt.Errorf("write image archive %s: %w", file, err)
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	if err := writeLayout(tar.NewWriter(temp), FullName(ref), image); err != nil {
		return fmt.Errorf("write image archive %s: %w", file, err)
	}
	if err := errors.Join(temp.Chmod(0o644), temp.Close(), os.Rename(temp.Name(), file)); err != nil {
		return fmt.Errorf("write image archive %s: %w", file, err)
	}
	return nil
}

// ReadArchive tells what an archive written by WriteArchive holds, from its first bytes.
func ReadArchive(file string) (Entry, error) {
	f, err := os.Open(file)
	if err != nil {
		return Entry{}, fmt.Errorf("read image archive: %w", err)
	}
	defer f.Close()
	archive := tar.NewReader(f)
	if header, err := archive.Next(); err != nil || header.Name != "index.json" {
		return Entry{}, fmt.Errorf("read image archive %s: it does not begin with index.json", file)
	}
	var index v1.IndexManifest
	if err := json.NewDecoder(archive).Decode(&index); err != nil {
		return Entry{}, fmt.Errorf("read image archive %s: decode its index: %w", file, err)
	}
	if len(index.Manifests) != 1 {
		return Entry{}, fmt.Errorf("read image archive %s: want one image, found %d", file, len(index.Manifests))
	}
	only := index.Manifests[0]
	return Entry{Name: only.Annotations[nameAnnotation], Digest: only.Digest.String()}, nil
}

func writeLayout(archive *tar.Writer, name string, image v1.Image) error {
	manifest, err := image.RawManifest()
	if err != nil {
		return err
	}
	digest, err := image.Digest()
	if err != nil {
		return err
	}
	index, err := json.Marshal(v1.IndexManifest{
		SchemaVersion: 2, MediaType: types.OCIImageIndex,
		Manifests: []v1.Descriptor{{
			MediaType: types.OCIManifestSchema1, Size: int64(len(manifest)), Digest: digest,
			Annotations: map[string]string{nameAnnotation: name},
		}},
	})
	if err != nil {
		return err
	}
	config, err := image.RawConfigFile()
	if err != nil {
		return err
	}
	configName, err := image.ConfigName()
	if err != nil {
		return err
	}
	return errors.Join(
		writeBytes(archive, "index.json", index),
		writeBytes(archive, "oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`)),
		writeBytes(archive, blob(digest), manifest),
		writeBytes(archive, blob(configName), config),
		writeLayers(archive, image),
		archive.Close(),
	)
}

func writeLayers(archive *tar.Writer, image v1.Image) error {
	layers, err := image.Layers()
	if err != nil {
		return err
	}
	for _, l := range layers {
		digest, err := l.Digest()
		if err != nil {
			return err
		}
		size, err := l.Size()
		if err != nil {
			return err
		}
		content, err := l.Compressed()
		if err != nil {
			return err
		}
		if err := writeBlob(archive, blob(digest), size, content); err != nil {
			return err
		}
	}
	return nil
}

func blob(h v1.Hash) string { return "blobs/" + h.Algorithm + "/" + h.Hex }

func writeBytes(archive *tar.Writer, name string, content []byte) error {
	return writeBlob(archive, name, int64(len(content)), io.NopCloser(bytes.NewReader(content)))
}

func writeBlob(archive *tar.Writer, name string, size int64, content io.ReadCloser) error {
	defer content.Close()
	err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size, ModTime: time.Unix(0, 0)})
	if err == nil {
		_, err = io.Copy(archive, content)
	}
	return err
}
