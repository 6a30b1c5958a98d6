package oci

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// layer is a tar stream made anew from its files each time it is read, so that large trees never lie in memory.
type layer struct {
	files []File
	hash  v1.Hash
	size  int64
}

// NewLayer makes an uncompressed layer of the given files, sorted by path. Of two files with one path the later wins.
func NewLayer(files []File) (v1.Layer, error) {
	l := &layer{files: sorted(files)}
	digest := sha256.New()
	counter := &countingWriter{}
	if err := writeTar(io.MultiWriter(digest, counter), l.files); err != nil {
		return nil, fmt.Errorf("pack a layer: %w", err)
	}
	l.hash = v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(digest.Sum(nil))}
	l.size = counter.n
	return l, nil
}

// Digest and DiffID are the same, because the layer is not compressed.
func (l *layer) Digest() (v1.Hash, error) { return l.hash, nil }

// DiffID is the digest of the uncompressed layer.
func (l *layer) DiffID() (v1.Hash, error) { return l.hash, nil }

// Size is the length of the tar stream.
func (l *layer) Size() (int64, error) { return l.size, nil }

// MediaType says that the layer is a plain tar.
func (l *layer) MediaType() (types.MediaType, error) { return types.OCIUncompressedLayer, nil }

// Compressed is the layer as it is transported, which is uncompressed.
func (l *layer) Compressed() (io.ReadCloser, error) { return l.Uncompressed() }

// Uncompressed is the tar stream.
func (l *layer) Uncompressed() (io.ReadCloser, error) {
	reader, writer := io.Pipe()
	go func() { _ = writer.CloseWithError(writeTar(writer, l.files)) }()
	return reader, nil
}

// countingWriter counts what is written to it.
type countingWriter struct{ n int64 }

func (c *countingWriter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// sorted puts folders before what they hold, and keeps the last of equal paths.
func sorted(files []File) []File {
	byPath := map[string]File{}
	for _, f := range files {
		byPath[f.Path] = f
	}
	result := make([]File, 0, len(byPath))
	for _, f := range byPath {
		result = append(result, f)
	}
	slices.SortFunc(result, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return result
}

func writeTar(w io.Writer, files []File) error {
	archive := tar.NewWriter(w)
	for _, f := range files {
		if err := writeEntry(archive, f); err != nil {
			return fmt.Errorf("add %s: %w", f.Path, err)
		}
	}
	return archive.Close()
}

func writeEntry(archive *tar.Writer, f File) error {
	header := &tar.Header{
		Name: strings.TrimPrefix(f.Path, "/"), Mode: mode(f.Mode), Uid: f.UID, Gid: f.GID,
		ModTime: time.Unix(0, 0), Format: tar.FormatPAX, Typeflag: tar.TypeReg, Size: int64(len(f.Data)),
	}
	var content io.Reader = bytes.NewReader(f.Data)
	switch {
	case f.Mode.IsDir():
		header.Typeflag, header.Name = tar.TypeDir, header.Name+"/"
	case f.Link != "":
		header.Typeflag, header.Linkname = tar.TypeSymlink, f.Link
	case f.From != "":
		source, err := os.Open(f.From)
		if err != nil {
			return err
		}
		defer source.Close()
		info, err := source.Stat()
		if err != nil {
			return err
		}
		header.Size, content = info.Size(), source
	}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := io.Copy(archive, content)
	return err
}

// mode turns Go's file mode into the one of a tar header, set-uid, set-gid and sticky bits included.
func mode(m fs.FileMode) int64 {
	bits := int64(m.Perm())
	for flag, bit := range map[fs.FileMode]int64{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if m&flag != 0 {
			bits |= bit
		}
	}
	return bits
}
